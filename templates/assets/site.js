// Everything can be read without this file.  It adds a switch for the colours, and marks the section in the sidebar.
"use strict";

(() => {
  const root = document.documentElement;
  const KEY = "digits-report-theme";

  const remembered = () => {
    try { return localStorage.getItem(KEY); } catch { return null; } // a private window, or storage switched off
  };
  const remember = (theme) => {
    try { localStorage.setItem(KEY, theme); } catch { /* the choice holds for this page only */ }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  apply(remembered()); // before the first paint

  const colours = () => {
    const buttons = [...document.querySelectorAll(".theme button")];
    const press = () => {
      const chosen = root.dataset.theme ?? "auto";
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === chosen));
    };
    for (const button of buttons) {
      button.parentElement.hidden = false;
      button.addEventListener("click", () => {
        apply(button.value);
        remember(button.value);
        press();
      });
    }
    press();
  };

  // Of links to places of this page, the one whose place was passed last is marked, in the sidebar and in the menu bar.
  const follow = (selector, word) => {
    const lists = [".sidebar", ".menubar"].map((bar) => [...document.querySelectorAll(`${bar} ${selector}`)]);
    const targets = lists[0].map((link) => document.getElementById(link.hash.slice(1)));
    const mark = () => {
      const here = targets.map((target) => target.getBoundingClientRect().top < innerHeight / 3).lastIndexOf(true);
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
    menu.addEventListener("click", (event) => {
      if (event.target.closest("a")) menu.open = false;
    });
  };

  addEventListener("DOMContentLoaded", () => {
    colours();
    follow('.chapters > li > a[href^="#"]', "page");
    follow(".toc a", "location");
    shut();
  });
})();
