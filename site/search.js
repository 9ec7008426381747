// Everything can be read without this file.  It adds a search over headings, captions, images, pairs, terms, works and
// files; the list of these is a script of its own, search-index.js, which is asked for when somebody searches.
"use strict";

(() => {
  /** @typedef {{title: string, where: string, words: string, file: string, id: string}} Entry */

  const MOST = 12;
  /** @typedef {{searchIndex?: Entry[], searchImages?: {file: string, count: number}, reportData?: object}} Shelf */
  const shelf = /** @type {Shelf} */ (/** @type {unknown} */ (globalThis));
  const whole = document.documentElement.classList.contains("whole"); // all chapters in one file

  /** @returns {Promise<Entry[]>} */
  const load = () => new Promise((resolve) => {
    if (shelf.searchIndex) {
      resolve(shelf.searchIndex);
      return;
    }
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.addEventListener("load", () => resolve(shelf.searchIndex ?? []));
    script.addEventListener("error", () => resolve([]));
    document.head.append(script);
  });

  /** Write the words of a text without case, accents and the commas in numbers, each between spaces.
   @param {string} text */
  const plain = (text) => ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1").replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;

  /** Rate how well an entry answers: 0 is not at all; a whole word counts more than any beginnings of words.
   * @param {Entry} entry @param {string} asked */
  const rate = (entry, asked) => {
    const [title, words] = [plain(entry.title), plain(`${entry.where} ${entry.words}`)];
    let sum = title === asked ? 100 : title.startsWith(asked) ? 50 : title.includes(asked) ? 20 : 0;
    for (const word of asked.trim().split(" ")) {
      if (title.includes(` ${word} `)) sum += 10;
      else if (words.includes(` ${word} `)) sum += 6;
      else if (title.includes(` ${word}`)) sum += 2;
      else if (words.includes(` ${word}`)) sum += 1;
      else return 0;
    }
    return sum;
  };

  /** Return the best entries first. @param {Entry[]} entries @param {string} text */
  const find = (entries, text) => {
    const asked = plain(text);
    if (!asked.trim()) return [];
    return [...numbered(asked), ...rated(entries, asked)];
  };

  /** The image that a number names, where the report has a page of all.  @param {string} asked @returns {Entry[]} */
  const numbered = (asked) => {
    const id = /^ (?:(?:test )?image |no )?(\d{1,7}) $/.exec(asked)?.[1];
    const all = shelf.searchImages;
    if (!id || !all || Number(id) >= all.count || (whole && !shelf.reportData)) return [];
    return [{ title: `Test image ${Number(id)}`, where: "Images", words: "", file: all.file, id: String(Number(id)) }];
  };

  /** @param {Entry[]} entries @param {string} asked */
  const rated = (entries, asked) => {
    return entries.map((entry) => ({ entry, value: rate(entry, asked) }))
      .filter((one) => one.value).sort((one, other) => other.value - one.value).map((one) => one.entry);
  };

  /**
   * Make an element.
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag @param {Record<string, string>} attributes @param {(Node | string)[]} inside
   */
  const make = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  const label = "Search terms, images, pairs, authors, files";
  const input = make("input", {
    type: "text", role: "combobox", "aria-label": label, placeholder: label, "aria-controls": "search-found",
    "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
  });
  const close = make("button", { type: "button" }, "Close");
  const said = make("p", { role: "status" });
  const list = make("ul", { id: "search-found", role: "listbox", "aria-label": "Found" });
  const dialog = make("dialog", { class: "search", "aria-label": "Search" }, input, close, said, list);

  /** @type {Entry[]} */
  let found = [];
  let chosen = 0;

  const choose = (/** @type {number} */ number) => {
    chosen = number;
    [...list.children].forEach((option, k) => option.setAttribute("aria-selected", String(k === number)));
    const option = list.children[number];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const go = (/** @type {number} */ number) => {
    const entry = found[number];
    if (!entry) return;
    dialog.close();
    location.href = `${whole ? "" : entry.file}#${entry.id}`;
  };

  const show = (/** @type {Entry[]} */ entries) => {
    const every = find(entries, input.value);
    found = every.slice(0, MOST);
    list.replaceChildren(...found.map((entry, k) => make(
      "li", { id: `search-${k}`, role: "option" }, make("b", {}, entry.title), make("small", {}, entry.where),
    )));
    input.setAttribute("aria-expanded", String(found.length > 0));
    const more = every.length > MOST ? `; the first ${MOST} are shown` : "";
    said.textContent = input.value.trim() ? `${every.length || "Nothing"} found${more}` : "";
    choose(0);
  };

  const open = async () => {
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
    input.select();
    await load();
  };

  input.addEventListener("input", async () => show(await load()));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) choose((chosen + step + found.length) % found.length);
    else if (event.key === "Enter") go(chosen);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    if (option) go([...list.children].indexOf(option));
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  });

  addEventListener("keydown", (event) => {
    const writes = /** @type {Element} */ (event.target).closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes || !dialog.showModal) return;
    event.preventDefault();
    open();
  });
  addEventListener("DOMContentLoaded", () => {
    if (!dialog.showModal) return; // a browser of 2021
    for (const button of document.querySelectorAll("button.find")) {
      button.removeAttribute("hidden");
      button.addEventListener("click", open);
    }
  });
})();
