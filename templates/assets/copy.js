// Everything can be read without this file.  It adds buttons that copy the tables of a figure: as CSV, Markdown, LaTeX.
"use strict";

(() => {
  /** @typedef {{ text: string, number: boolean }} Cell
      @typedef {Cell[][]} Rows the cells of a table; the first row names the columns */

  /** @param {string | null} text */
  const flat = (text) => (text ?? "").trim().replace(/\s+/g, " ");
  /** Small print stands apart, in brackets.  @param {Element} cell */
  const words = (cell) => flat([...cell.childNodes].map((node) => (node.nodeName === "SMALL"
    ? ` (${flat(node.textContent)})` : node.textContent)).join(""));
  /** As other programs read it: no marks for thousands, and no text that is a formula.  @param {Cell} cell */
  const plain = ({ text, number }) => {
    if (number) return text.replace(/(\d),(?=\d{3}\b)/g, "$1").replaceAll("−", "-").replaceAll("\u00a0", " ");
    return /^\s*[=+@-]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  };
  /** @param {string} text */
  const quoted = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  // The same as in report/text/escaped.py, which says why.
  const MATHS = [..."αβγδεζηθικλμνξπρσςτυφχψωΓΔΘΛΞΠΣΦΨΩ≤≥≠≈→←×·"];
  const NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma varsigma tau "
    + "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega leq geq neq approx to gets "
    + "times cdot"
  ).split(" ");
  /** @type {Record<string, string>} */
  const LATEX = {
    ...Object.fromEntries(MATHS.map((letter, place) => [letter, `$\\${NAMES[place]}$`])),
    ...Object.fromEntries([..."&%$#_"].map((letter) => [letter, `\\${letter}`])),
    ...Object.fromEntries(Object.entries({
      "\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum", "<": "less",
      ">": "greater", "|": "bar", "`": "asciigrave",
    }).map(([letter, name]) => [letter, `\\text${name}{}`])),
    '"': "''", "[": "{[}", "*": "{*}", "−": "$-$", "²": "\\textsuperscript{2}", "–": "--",
    "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "…": "\\ldots{}",
    "\u00a0": "\\nobreakspace{}", "\u202f": "\\,", "\u2009": "\\,", "\u2011": "-",
  };
  // What an article in pdfLaTeX lacks: other scripts, and Latin letters of other encodings than its own.
  const OTHERS =
    /[^\x20-\x7e¡-ª¬®-º¼-ÏÑ-Ýß-ïñ-ýÿ-ăĆ-ďĒ-ėĚ-ĥĨ-ĭİ-ķĹ-ľŁ-ňŌ-ťŨ-űŴ-ž]+/gu;
  /** @param {string} text */
  const tex = (text) => text.replace(/\p{Cf}/gu, "").replace(/-(?=-)|'(?=')/g, "$&\0")
    .replace(/./gsu, (letter) => (letter === "\0" ? "{}" : LATEX[letter] ?? letter))
    .replace(OTHERS, (others) => `\\digitsletters{${others}}{${[...others]
      .map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ")}}`);
  const GUARD = "% Letters that pdfLaTeX lacks: XeLaTeX and LuaLaTeX print them, in a font that has them.\n"
    + "\\providecommand{\\digitsletters}[2]{\\ifdefined\\Uchar#1\\else\\texttt{#2}\\fi}\n";

  // The last row of the head names the columns.
  /** @param {HTMLTableElement} table */
  const lines = (table) => [
    ...[...(table.tHead?.rows ?? [])].slice(-1), ...table.tBodies[0].rows, ...(table.tFoot?.rows ?? []),
  ];
  /** The name of each column's group.  @param {HTMLTableElement} table */
  const groups = (table) => (table.matches(".table") && table.tHead?.rows[1]
    ? [...table.tHead.rows[0].cells].flatMap((cell) => Array(cell.colSpan).fill(words(cell))) : []);
  /** Pictures and bars are left out.  @param {HTMLTableElement} table  @returns {Rows} */
  const rows = (table) => lines(table).map((row, line) => [...row.cells]
    .map((cell, place) => ({ cell, group: line ? "" : groups(table)[place] }))
    .filter(({ cell }) => !cell.matches(".thumbs, .those, .track"))
    .map(({ cell, group }) => ({
      text: (group ? `${group}: ` : "") + words(cell), number: cell.matches("td.num, .matrix td"),
    })));

  /** @type {Record<string, (rows: Rows) => string>} */
  const FORMATS = {
    CSV: (rows) => rows.map((row) => row.map((cell) => quoted(plain(cell))).join(",")).join("\n"),
    Markdown: ([head, ...body]) => [head, head.map(() => ({ text: "---" })), ...body]
      .map((row) => `| ${row.map(({ text }) => text.replaceAll("|", "\\|")).join(" | ")} |`).join("\n"),
    LaTeX: ([head, ...body]) => {
      const [first, ...others] = [head, ...body].map((row) => `${row.map(({ text }) => tex(text)).join(" & ")} \\\\`);
      const columns = head.map((_, place) => (body[0]?.[place]?.number ? "r" : "l")).join("");
      const table = ["\\toprule", first, "\\midrule", ...others, "\\bottomrule"].join("\n");
      return `% \\usepackage{booktabs}\n${table.includes("\\digitsletters") ? GUARD : ""}`
        + `\\begin{tabular}{${columns}}\n${table}\n\\end{tabular}`;
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
      const tables = (matrix ? [matrix] : every.filter((table) => table.matches(".table")))
        .filter((table) => rows(table)[0]?.length);
      const place = figure.querySelector(".take");
      if (place && tables.length) offer(place, tables);
    }
  });
})();
