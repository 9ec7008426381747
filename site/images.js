// The page of all test images: a wall of which only what is near the screen is drawn, filters, an order, and an address
// for each choice and each image.
"use strict";

(() => {
  const { make, images, View, colour, onColours, whole } = explorer;
  /** @typedef {InstanceType<typeof explorer.Images>} Images */
  /** @typedef {{true: string, predicted: string, answer: string, confidence: string, sort: string, reverse: string,
      first: string}} Choice */

  const NONE = { true: "", predicted: "", answer: "", confidence: "", sort: "", reverse: "", first: "" };
  const TILE = 28;
  const GAP = 1;
  const AT_ONCE = 100;
  const WORDS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split(" ");

  /** Read an address: a choice, and the row of the image that is opened; null where it is none of this page.
   @returns {{choice: Choice, row: number} | null} */
  const read = () => {
    const choice = { ...NONE };
    let row = -1;
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (/^\d{1,7}$/.test(name) && !value) row = Number(name);
      else if (name in NONE) choice[/** @type {keyof Choice} */ (name)] = value;
      else return null;
    }
    return { choice, row };
  };

  /** @param {Choice} choice @param {number} row */
  const written = (choice, row) => {
    const chosen = Object.entries(choice).filter(([, value]) => value);
    const parts = chosen.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `#${[...(row >= 0 ? [row] : []), ...parts].join("&")}`;
  };

  /** Write a number without what binary numbers add.  @param {number} value */
  const short = (value) => String(Number(value.toPrecision(9)));

  /** The ends of a range: of `0.9-0.95` the lower is inside, of `>0.9-0.95` the upper; 1 is inside of either.
   @param {string} text */
  const range = (text) => {
    const [low, high] = text.replace(">", "").split("-").map(Number);
    return [low || 0, Number.isNaN(high ?? NaN) ? 1 : high];
  };

  /** Return the places of the chosen images in their order.  @param {Images} all @param {Choice} choice */
  const chosen = (all, choice) => {
    const [low, high] = range(choice.confidence);
    const closed = choice.confidence.startsWith(">");
    const label = choice.true ? all.names.indexOf(choice.true) : -2;
    const predicted = choice.predicted ? all.names.indexOf(choice.predicted) : -2;
    const found = [];
    for (let k = 0; k < all.count; k += 1) {
      if (label !== -2 && all.labels[k] !== label) continue;
      if (predicted !== -2 && all.predicted[k] !== predicted) continue;
      if (choice.answer && all.isError(k) !== (choice.answer === "wrong")) continue;
      const sure = all.confidence[k];
      const inside = closed ? sure > low && sure <= high : sure >= low && (sure < high || high >= 1);
      if (choice.confidence && !inside) continue;
      found.push(k);
    }
    const key = {
      confidence: (/** @type {number} */ k) => -all.confidence[k],
      loss: (/** @type {number} */ k) => all.given[k], // the loss is its negative logarithm
      given: (/** @type {number} */ k) => all.given[k],
    }[choice.sort];
    if (key) found.sort((one, other) => key(one) - key(other) || one - other);
    if (choice.reverse) found.reverse();
    return choice.first ? found.slice(0, Number(choice.first) || 0) : found;
  };

  /** @param {Element} host @param {Images} all */
  const start = (host, all) => {
    /** @type {Choice} */
    let choice = { ...NONE };
    /** @type {number[]} */
    let shown = [];
    let current = 0; // the place in what is shown of the image that the keyboard is at
    let row = -1; // the image that is opened

    // 1 the controls
    /** @param {keyof Choice} name @param {string} text @param {[string, string][]} options */
    const select = (name, text, options) => {
      const made = make("select", { id: `choose-${name}`, name },
        ...options.map(([value, words]) => make("option", { value }, words)));
      return make("span", {}, make("label", { for: made.id }, text), made);
    };
    /** @type {[string, string][]} */
    const classes = all.names.map((name) => [name, name]);
    const sorts = /** @type {[string, string][]} */ ([
      ["", "index"], ["confidence", "confidence, highest first"], ["loss", "loss, highest first"],
      ["given", "probability of the label, lowest first"],
    ]).filter(([name]) => !name || (name === "confidence" ? all.hasConfidence : all.hasScores));
    /** @param {string} id @param {string} words @param {string} placeholder */
    const number = (id, words, placeholder) => make("input", {
      id, type: "number", min: "0", max: "100", step: "any", "aria-label": words, placeholder,
    });
    const low = number("choose-low", "Lowest confidence, in percent", "0");
    const high = number("choose-high", "Highest confidence, in percent", "100");
    const reverse = make("input", { id: "choose-reverse", type: "checkbox", name: "reverse" });
    const form = make("form", { class: "choices", "aria-label": "Which images are shown" },
      select("true", "Label", [["", "any"], ...classes]),
      select("predicted", "Predicted", [["", "any"], ...classes]),
      select("answer", "Prediction", [["", "right or wrong"], ["right", "right"], ["wrong", "wrong"]]),
      ...(all.hasConfidence ? [make("span", {}, "Confidence from ", low, " to ", high, " %")] : []),
      select("sort", "Sorted by", sorts),
      make("span", {}, reverse, make("label", { for: reverse.id }, "reversed")),
    );
    const clear = make("button", { type: "button" }, "Show all");
    const said = make("p", { role: "status", class: "found" });
    const list = make("ol", { class: "listed" });
    const more = make("button", { type: "button" }, `Show ${AT_ONCE} more`);
    const fold = make("details", { class: "details" }, make("summary", {}, "The same as a list"), list, more);

    // 2 the wall
    const canvas = make("canvas", { "aria-hidden": "true" });
    const option = make("div", { role: "option", id: "wall-option", "aria-selected": "true" });
    const wall = make("div", {
      class: "wall", role: "listbox", tabindex: "0", "aria-label": "Test images", "aria-activedescendant": option.id,
    }, canvas, option);
    const view = new View(all, () => go(choice, -1), (step) => turn(step), false);
    const red = make("i", { class: "red", "aria-hidden": "true" });
    host.replaceChildren(
      make("div", { class: "controls" }, form, make("p", { class: "small quiet" }, said, " ", clear), fold, red),
      wall, view.element,
    );
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const source = document.createElement("canvas");
    const tall = Math.round(TILE * all.height / all.width);

    const columns = () => Math.max(1, Math.floor((wall.clientWidth + GAP) / (TILE + GAP)));

    const draw = () => {
      const across = columns();
      const height = Math.ceil(shown.length / across) * (tall + GAP);
      wall.style.height = `${height}px`;
      const scale = devicePixelRatio || 1;
      const [wide, high_] = [across * (TILE + GAP) - GAP, Math.min(height, innerHeight)];
      canvas.style.width = `${wide}px`;
      canvas.style.height = `${high_}px`;
      [canvas.width, canvas.height] = [Math.round(wide * scale), Math.round(high_ * scale)];
      const down = canvas.getBoundingClientRect().top - wall.getBoundingClientRect().top;
      const first = Math.max(0, Math.floor(down / (tall + GAP)));
      const rows = Math.ceil(high_ / (tall + GAP)) + 1;
      const visible = shown.slice(first * across, (first + rows) * across);
      if (!visible.length) return;
      const ink = colour(wall);
      const picture = new ImageData(across * all.width, rows * all.height);
      visible.forEach((k, n) => {
        all.paint(k, picture, (n % across) * all.width, Math.floor(n / across) * all.height, ink);
      });
      [source.width, source.height] = [picture.width, picture.height];
      source.getContext("2d")?.putImageData(picture, 0, 0);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.imageSmoothingEnabled = all.width > TILE;
      context.fillStyle = `rgb(${colour(red)})`;
      visible.forEach((k, n) => {
        const [x, y] = [(n % across) * (TILE + GAP), (first + Math.floor(n / across)) * (tall + GAP) - down];
        context.drawImage(source, (n % across) * all.width, Math.floor(n / across) * all.height, all.width, all.height,
          x, y, TILE, tall);
        if (all.isError(k)) context.fillRect(x, y + tall - 2, TILE, 2);
      });
      mark();
    };

    /** Put the mark on the current image, and say which it is. */
    const mark = () => {
      const across = columns();
      option.hidden = !shown.length;
      if (!shown.length) return;
      current = Math.max(0, Math.min(current, shown.length - 1));
      option.style.left = `${(current % across) * (TILE + GAP)}px`;
      option.style.top = `${Math.floor(current / across) * (tall + GAP)}px`;
      option.style.width = `${TILE}px`;
      option.style.height = `${tall}px`;
      option.setAttribute("aria-posinset", String(current + 1));
      option.setAttribute("aria-setsize", String(shown.length));
      option.setAttribute("aria-label", all.words(shown[current]));
    };

    let waiting = 0;
    const soon = () => {
      if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; draw(); });
    };

    // 3 the list, which grows as it is read
    const grow = () => {
      const next = shown.slice(list.childElementCount, list.childElementCount + AT_ONCE);
      list.append(...next.map((k) => make("li", {}, make("a", { href: written(choice, all.row(k)) }, all.words(k)))));
      more.hidden = list.childElementCount >= shown.length;
    };
    const relist = () => {
      list.replaceChildren();
      if (fold.open) grow();
    };

    // 4 what is chosen stands in the address
    const show = () => {
      const asked = read();
      if (!asked) return false;
      choice = asked.choice;
      shown = chosen(all, choice);
      for (const name of /** @type {(keyof Choice)[]} */ (["true", "predicted", "answer", "sort"])) {
        /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)).value = choice[name];
      }
      const [from, to] = choice.confidence ? range(choice.confidence) : [NaN, NaN];
      [low.value, high.value] = [from, to].map((end) => (Number.isNaN(end) ? "" : short(100 * end)));
      reverse.checked = Boolean(choice.reverse);
      const some = WORDS[shown.length] ?? shown.length.toLocaleString("en");
      const none = shown.length ? "" : ": nothing is like that";
      said.textContent = `${some} of ${all.count.toLocaleString("en")} images${none}.`;
      clear.hidden = !Object.values(choice).some(Boolean);
      row = asked.row;
      const k = row >= 0 ? all.place(row) : -1;
      if (row >= 0 && k < 0) said.textContent = `Image no. ${row} is not among the images of this page.`;
      if (k >= 0) {
        current = Math.max(0, shown.indexOf(k));
        view.show(k);
      } else {
        view.hide();
      }
      relist();
      draw();
      return true;
    };

    /** @param {Choice} next @param {number} opened @param {"pushState" | "replaceState"} [how] */
    const go = (next, opened, how = "pushState") => {
      const closes = opened < 0 && row >= 0;
      history[how](null, "", written(next, opened));
      show();
      if (opened >= 0) view.element.focus({ preventScroll: true });
      else if (closes) wall.focus({ preventScroll: true });
    };

    /** Bring the current image near the middle of the screen, if it is outside. */
    const reach = () => {
      mark();
      option.scrollIntoView({ block: "nearest" });
    };

    const turn = (/** @type {number} */ step) => {
      const next = shown[current + step];
      if (next === undefined) return;
      current += step;
      go(choice, all.row(next), "replaceState");
      reach();
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      /** @param {string} name */
      const value = (name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)).value;
      const share = (/** @type {HTMLInputElement} */ end) => (end.value === "" ? "" : short(Number(end.value) / 100));
      const [from, to] = [share(low), share(high)];
      current = 0;
      go({
        true: value("true"), predicted: value("predicted"), answer: value("answer"), sort: value("sort"),
        confidence: from || to ? `${from || 0}-${to || 1}` : "", reverse: reverse.checked ? "yes" : "", first: "",
      }, -1);
    });
    clear.addEventListener("click", () => go({ ...NONE }, -1));
    fold.addEventListener("toggle", relist);
    more.addEventListener("click", () => {
      const before = list.childElementCount;
      grow();
      list.children[before]?.querySelector("a")?.focus();
    });

    wall.addEventListener("click", (event) => {
      const box = wall.getBoundingClientRect();
      const column = Math.floor((event.clientX - box.left) / (TILE + GAP));
      const place = Math.floor((event.clientY - box.top) / (tall + GAP)) * columns() + column;
      if (column >= columns() || shown[place] === undefined) return;
      current = place;
      go(choice, all.row(shown[place]), row >= 0 ? "replaceState" : "pushState");
    });
    wall.addEventListener("keydown", (event) => {
      const page = Math.max(1, Math.floor(innerHeight / (tall + GAP)) - 1) * columns();
      const step = {
        ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), PageDown: page, PageUp: -page,
        Home: -shown.length, End: shown.length,
      }[event.key];
      if (step && shown.length) {
        const next = current + step;
        if (Math.abs(step) < page || (next >= 0 && next < shown.length)) {
          if (next >= 0 && next < shown.length) current = next;
        } else {
          current = step < 0 ? 0 : shown.length - 1;
        }
        reach();
      } else if ((event.key === "Enter" || event.key === " ") && shown.length) {
        go(choice, all.row(shown[current]));
      } else {
        return;
      }
      event.preventDefault();
    });

    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    onColours(soon);
    const arrive = () => {
      if (!location.hash.slice(1) && whole) return;
      if (show() && location.hash.slice(1)) {
        const { top, bottom } = host.getBoundingClientRect();
        if (top > innerHeight / 2 || bottom < 0) host.scrollIntoView({ block: "start" });
        if (row >= 0) view.element.focus({ preventScroll: true });
      }
    };
    addEventListener("popstate", show);
    addEventListener("hashchange", arrive);
    if (!show()) {
      shown = chosen(all, choice);
      draw();
    }
    arrive();
  };

  addEventListener("DOMContentLoaded", async () => {
    const host = document.getElementById("explorer");
    const all = host && await images();
    if (host && all) start(host, all);
  });
})();
