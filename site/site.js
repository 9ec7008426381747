// Everything can be read without this file.  It adds a switch for the colours, marks the section in the sidebar, and
// shows what a term means where it stands.
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

  // A term is a link to the glossary; here it shows its definition instead, unless a new window is asked for.
  const terms = () => {
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.term"));
    if (!links.length || !links[0].showPopover) return; // a browser of 2023
    const [box, name, glossary] = ["div", "b", "a"].map((tag) => document.createElement(tag));
    const meaning = document.createElement("p");
    const attributes = { class: "definition", popover: "auto", role: "dialog", tabindex: "-1" };
    for (const [key, value] of Object.entries(attributes)) box.setAttribute(key, value);
    glossary.textContent = "In the glossary";
    glossary.addEventListener("click", () => box.hidePopover());
    box.append(name, meaning, glossary);
    const isOpen = (/** @type {Element} */ link) => box.previousSibling === link && box.matches(":popover-open");

    /** Below its word, or above where there is no room.  @param {HTMLAnchorElement} link */
    const show = (link) => {
      name.textContent = link.dataset.term ?? "";
      meaning.textContent = link.dataset.meaning ?? "";
      glossary.setAttribute("href", link.getAttribute("href") ?? "");
      box.setAttribute("aria-label", name.textContent);
      link.focus();
      link.after(box); // the next stop of the keyboard
      box.showPopover();
      const [word, { width, height }] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
      const above = word.bottom + height + 6 > innerHeight && word.top > height + 6;
      const left = Math.max(12, Math.min(word.left, document.documentElement.clientWidth - width - 12));
      box.style.left = `${scrollX + left}px`;
      box.style.top = `${scrollY + (above ? word.top - height - 6 : word.bottom + 6)}px`;
      box.focus({ preventScroll: true });
    };

    for (const link of links) {
      let wasOpen = false; // a press beside the box, as on its own word, has shut it before the click
      link.setAttribute("role", "button");
      link.setAttribute("aria-haspopup", "dialog");
      link.addEventListener("pointerdown", () => { wasOpen = isOpen(link); });
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (isOpen(link)) box.hidePopover();
        else if (!wasOpen) show(link);
        wasOpen = false;
      });
      link.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        link.click();
      });
    }
  };

  // What this page once showed stands on another page: its old addresses lead on.
  const leadOn = () => {
    const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-moved]"))?.dataset.moved ?? "#";
    const isHere = !location.hash || document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!isHere && !place.startsWith("#")) location.replace(place + location.hash);
  };

  addEventListener("DOMContentLoaded", () => {
    leadOn();
    colours();
    follow('.chapters > li > a[href^="#"]', "page");
    follow(".toc a", "location");
    shut();
    classes();
    formulas();
    terms();
  });
})();
