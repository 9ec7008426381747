// Everything can be read without this file.  It adds a switch for the colours, and marks the section in the sidebar.
"use strict";

(() => {
  const root = document.documentElement;
  const KEY = "digits-report-theme";

  const remembered = () => {
    try { return localStorage.getItem(KEY); } catch { return null; } // a private window, or storage switched off
  };
  /** @param {string} theme */
  const remember = (theme) => {
    try { localStorage.setItem(KEY, theme); } catch { /* the choice holds for this page only */ }
  };
  /** @param {string | null} theme */
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  apply(remembered()); // before the first paint

  const colours = () => {
    const groups = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".theme"));
    const buttons = [...groups].flatMap((group) => [...group.querySelectorAll("button")]);
    for (const group of groups) group.hidden = false;
    const frames = /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=theme-color]"));
    const [light, dark] = [...frames].map((frame) => frame.content);
    const press = () => {
      const chosen = root.dataset.theme ?? "auto";
      // The browser's own frame follows the switch, too.
      frames.forEach((frame, k) => { frame.content = chosen === "dark" || (k && chosen === "auto") ? dark : light; });
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === chosen));
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        apply(button.value);
        remember(button.value);
        press();
      });
    }
    press();
  };

  // Of links to places of this page, the one whose place was passed last is marked, in the sidebar and in the menu bar.
  /** @param {string} selector  @param {string} word what `aria-current` says */
  const follow = (selector, word) => {
    /** @type {(bar: string) => NodeListOf<HTMLAnchorElement>} */
    const linked = (bar) => document.querySelectorAll(`${bar} ${selector}`);
    const lists = [linked(".sidebar"), linked(".menubar")];
    const targets = [...lists[0]].map((link) => document.getElementById(link.hash.slice(1)));
    const mark = () => {
      const tops = targets.map((target) => target?.getBoundingClientRect().top ?? Infinity);
      const here = tops.map((top) => top < innerHeight / 3).lastIndexOf(true);
      for (const links of lists) {
        links.forEach((link, k) => {
          if (k === here) link.setAttribute("aria-current", word);
          else link.removeAttribute("aria-current");
        });
      }
    };
    if (targets.length) {
      addEventListener("scroll", mark, { passive: true });
      mark();
    }
  };

  // A link of the open menu bar leads to what the bar would hide.
  const shut = () => {
    const menu = document.querySelector(".menubar details");
    menu?.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest("a")) menu.removeAttribute("open");
    });
  };

  // A drawing of many classes holds the dots of each on its own: the end of its address says which are shown.
  const classes = () => {
    const rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".pick"));
    for (const row of rows) {
      const pick = row.querySelector("select");
      const pictures = row.closest("figure")?.querySelectorAll("picture > *") ?? [];
      pick?.addEventListener("change", () => {
        for (const one of pictures) {
          const name = one.matches("img") ? "src" : "srcset";
          const address = (one.getAttribute(name) ?? "").split("#")[0];
          one.setAttribute(name, pick.value ? `${address}#${pick.value}` : address);
        }
      });
      row.hidden = false;
    }
  };

  // A formula that is wider than its place is scrolled by keyboard, too; others are no stop on the way.
  const formulas = () => {
    const stops = { tabindex: "0", role: "group", "aria-label": "Formula" };
    const seen = new ResizeObserver((changed) => {
      for (const { target } of changed) {
        const wide = target.scrollWidth > target.clientWidth;
        for (const [name, value] of Object.entries(stops)) {
          if (wide) target.setAttribute(name, value);
          else target.removeAttribute(name);
        }
      }
    });
    for (const one of document.querySelectorAll(".formula")) seen.observe(one);
  };

  addEventListener("DOMContentLoaded", () => {
    colours();
    follow('.chapters > li > a[href^="#"]', "page");
    follow(".toc a", "location");
    shut();
    classes();
    formulas();
  });
})();
