// SPDX-License-Identifier: MIT
// Single keys and their help; on request, what of a thread was read in this browser.
(() => {
  const one = (selector) => document.querySelector(selector);
  const kept = {
    get(name) {
      try { return localStorage.getItem(name); } catch { return null; }
    },
    set(name, value) {
      try { localStorage.setItem(name, value); } catch { /* nothing is kept, nothing is lost */ }
    },
    drop(prefix) {
      try {
        Object.keys(localStorage).filter((name) => name.startsWith(prefix))
          .forEach((name) => localStorage.removeItem(name));
      } catch { /* there was nothing to forget */ }
    },
  };
  const dialog = one("#keys"), opener = one("#keys-open");
  const useKeys = one("#keys-on"), useUnread = one("#unread-on");

  const ITEMS = ".post, .threads > li, .hits > li";
  const items = () => [...document.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  const move = (step) => {
    const all = items(), focused = document.activeElement.closest(ITEMS);
    // from where the reader is looking when nothing is chosen
    const next = focused
      ? all.indexOf(focused) + step
      : all.findIndex((item) => item.getBoundingClientRect().bottom > 0);
    const item = all[next];
    if (!item) return;
    (item.matches(".post") ? item : item.querySelector("a")).focus({ preventScroll: true });
    item.scrollIntoView({ block: item.matches(".post") ? "start" : "nearest" });
  };
  const follow = (...selectors) => selectors.map(one).find(Boolean)?.click();
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    o: () => document.activeElement.closest(ITEMS)?.querySelector("h2 a, h3 a, time")?.click(),
    n: () => follow(".threads-around [rel=next]", "main [rel=next]"),
    p: () => follow(".threads-around [rel=prev]", "main [rel=prev]"),
    u: () => follow("main [rel=up]", ".brand"),
    "/": () => one("#q")?.focus(),
    "?": () => dialog.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (kept.get("keys") === "off" || dialog.open) return;
    if (event.target.matches("input, select, textarea") || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });

  const posts = one("[data-thread]");
  const showUnread = () => {
    if (!posts || kept.get("unread") !== "on") return;
    const name = `read:${posts.dataset.thread}`;
    const read = new Set(kept.get(name)?.split(" "));
    const short = (post) => post.id.slice(2, 10);
    const unread = items().filter((post) => post.matches(".post") && !read.has(short(post)));
    if (read.size && unread.length) {
      const place = one("#unread");
      place.firstElementChild.href = `#${unread[0].id}`;
      place.firstElementChild.append(` (${unread.length})`);
      place.hidden = false;
    }
    kept.set(name, [...read, ...unread.map(short)].join(" "));
  };

  opener.parentElement.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  useKeys.checked = kept.get("keys") !== "off";
  useUnread.checked = kept.get("unread") === "on";
  useKeys.addEventListener("change", () => kept.set("keys", useKeys.checked ? "on" : "off"));
  useUnread.addEventListener("change", () => {
    kept.set("unread", useUnread.checked ? "on" : "off");
    if (!useUnread.checked) kept.drop("read:");
  });
  showUnread();
})();
