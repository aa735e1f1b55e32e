// SPDX-License-Identifier: MIT
// Suggestions while typing: a combobox of ARIA 1.2.
(() => {
  const form = document.querySelector("form[data-suggest]");
  if (!form) return;
  const input = form.elements.q;
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  const model = form.querySelector("template").content.firstElementChild;
  let request = new AbortController(), timer, active = -1;

  const set = (name, value) => input.setAttribute(`aria-${name}`, value);
  const expand = (open) => {
    list.hidden = !open;
    set("expanded", open);
    activate(-1);
  };
  const activate = (number) => {
    list.children[active]?.setAttribute("aria-selected", false);
    active = number;
    const option = list.children[active];
    option?.setAttribute("aria-selected", true);
    set("activedescendant", option ? option.id : "");
  };
  const close = () => {
    request.abort();
    clearTimeout(timer);
    status.textContent = "";
    expand(false);
  };
  const show = ([, texts, kinds, links]) => {
    list.replaceChildren(...texts.map((text, number) => {
      const option = model.cloneNode(true);
      option.id = `suggestion-${number}`;
      option.dataset.link = links[number];
      option.prepend(text, " ");
      option.lastElementChild.textContent = kinds[number];
      return option;
    }));
    expand(texts.length > 0);
    status.textContent = `${list.ariaLabel}: ${texts.length}`;
  };
  const ask = async () => {
    request = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal: request.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      // given up, or the site is away: nothing is suggested
    }
  };
  const go = (option) => location.assign(option.dataset.link);

  input.setAttribute("role", "combobox");
  set("autocomplete", "list");
  set("controls", list.id);
  close();
  input.addEventListener("input", () => {
    close();
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const places = list.children.length + 1;
    const step = { ArrowDown: 1, ArrowUp: places - 1 }[event.key];
    if (step) activate((active + 1 + step) % places - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) go(list.children[active]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // no blur
  list.addEventListener("click", (event) => go(event.target.closest("li")));
})();
