// Everything can be read without this file.  It adds buttons that copy the tables of a figure: as CSV, Markdown, LaTeX.
"use strict";

(() => {
  /** @typedef {string[][]} Rows the cells of a table as text; the first row names the columns */

  /** @param {Element} cell */
  const words = (cell) => (cell.textContent ?? "").trim().replace(/\s+/g, " ");
  /** A number without marks for thousands.  @param {string} text */
  const plain = (text) => text.replace(/(\d),(?=\d{3}\b)/g, "$1").replaceAll("−", "-");
  /** @param {string} text */
  const quoted = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  /** @param {string} text */
  const tex = (text) => text.replace(/[\\~^]/g, " ").replace(/[&%$#_{}]/g, "\\$&").replaceAll("−", "$-$");

  // The last row of the head names the columns; pictures are left out.
  /** @param {HTMLTableElement} table */
  const lines = (table) => [
    ...[...(table.tHead?.rows ?? [])].slice(-1), ...table.tBodies[0].rows, ...(table.tFoot?.rows ?? []),
  ];
  /** @param {HTMLTableElement} table  @returns {Rows} */
  const rows = (table) => lines(table)
    .map((row) => [...row.cells].filter((cell) => !cell.matches(".thumbs, .those")).map(words));

  /** @type {Record<string, (rows: Rows) => string>} */
  const FORMATS = {
    CSV: (rows) => rows.map((row) => row.map((text) => quoted(plain(text))).join(",")).join("\n"),
    Markdown: ([head, ...body]) => [head, head.map(() => "---"), ...body]
      .map((row) => `| ${row.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`).join("\n"),
    LaTeX: ([head, ...body]) => {
      const [first, ...others] = [head, ...body].map((row) => `${row.map(tex).join(" & ")} \\\\`);
      const columns = `l${"r".repeat(head.length - 1)}`;
      return [`\\begin{tabular}{${columns}}`, first, "\\hline", ...others, "\\end{tabular}"].join("\n");
    },
  };

  /** @param {string} text */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // a browser that keeps the clipboard from pages of a folder
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  /** @param {Element} place  @param {HTMLTableElement[]} tables */
  const offer = (place, tables) => {
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    const buttons = Object.entries(FORMATS).map(([name, format]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.setAttribute("aria-label", `${name}, copy the table`);
      button.addEventListener("click", async () => {
        await copy(tables.map((table) => `${format(rows(table))}\n`).join("\n"));
        said.textContent = `Copied as ${name}`;
      });
      return button;
    });
    const label = document.createElement("span");
    label.textContent = "Copy table as";
    place.append(label, ...buttons, said);
  };

  addEventListener("DOMContentLoaded", () => {
    for (const figure of document.querySelectorAll("figure.figure")) {
      const every = [...figure.querySelectorAll("table")];
      const matrix = every.find((table) => table.matches(".matrix"));
      const tables = matrix ? [matrix] : every.filter((table) => table.matches(".table"));
      const place = figure.querySelector(".take");
      if (place && tables.length) offer(place, tables);
    }
  });
})();
