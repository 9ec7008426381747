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

  const sections = () => {
    const links = [...document.querySelectorAll(".sidebar .toc a")];
    const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
    const mark = () => {
      const passed = targets.map((target) => target.getBoundingClientRect().top < innerHeight / 3);
      const here = passed.lastIndexOf(true);
      links.forEach((link, k) => {
        if (k === here) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      });
    };
    if (links.length) {
      addEventListener("scroll", mark, { passive: true });
      mark();
    }
  };

  addEventListener("DOMContentLoaded", () => {
    colours();
    sections();
  });
})();
