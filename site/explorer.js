// What the pages of the test images share: their pixels, scores and points, which are scripts of their own and asked
// for when they are first used, and the view of one image.
"use strict";

/** @typedef {{height: number, width: number, isInk: boolean, rows: number[] | null, boxes: string,
      greys: string}} Pixels */
/** @typedef {{names: string[], labels: string, predicted: string, scores: string | null, confidence: number[] | null,
      disputed: number[], errors: number[]}} Scores */
/** @typedef {{name: string, span: number[][], points: string}} Plane */
/** @typedef {{planes: Plane[], colours: string[], named: number[]}} Points */
/** @typedef {{pixels?: Pixels, scores?: Scores, points?: Points}} ReportData */

const explorer = (() => {
  const shelf = /** @type {{reportData?: ReportData}} */ (/** @type {unknown} */ (globalThis));
  const whole = document.documentElement.classList.contains("whole"); // all chapters in one file

  /**
   * Bring one of the scripts; null where there is none.
   * @template {keyof ReportData} Name
   * @param {Name} name @returns {Promise<NonNullable<ReportData[Name]> | null>}
   */
  const load = (name) => new Promise((resolve) => {
    const held = () => /** @type {NonNullable<ReportData[Name]> | null} */ (shelf.reportData?.[name] ?? null);
    if (held() || whole) {
      resolve(held());
      return;
    }
    const script = document.createElement("script");
    script.src = `${name}.js`;
    script.addEventListener("load", () => resolve(held()));
    script.addEventListener("error", () => resolve(null));
    document.head.append(script);
  });

  /** @param {string} text */
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  /**
   * Make an element.
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag @param {Record<string, string>} [attributes] @param {(Node | string)[]} inside
   */
  const make = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  /** Write a probability as the report does: truncated, so that what is printed as 90% is not below it.
   @param {number} value */
  const percent = (value) => {
    const exact = Number(value.toPrecision(6));
    if (exact >= 0.9999 && exact < 1) return ">99.99%";
    if (exact < 0.001) return exact ? "<0.1%" : "0%";
    const digits = exact === 1 ? 0 : exact >= 0.999 ? 2 : 1;
    const unit = 10 ** digits;
    return `${(Math.floor(Number((exact * 100 * unit).toPrecision(12))) / unit).toFixed(digits)}%`;
  };

  /** All images: `k` is the place of one here, its row is its index in the test set. */
  class Images {
    /** @param {Pixels} pixels @param {Scores} scores */
    constructor(pixels, scores) {
      this.height = pixels.height;
      this.width = pixels.width;
      this.isInk = pixels.isInk;
      this.names = scores.names;
      this.labels = bytes(scores.labels);
      this.predicted = bytes(scores.predicted);
      this.count = this.labels.length;
      this.rows = pixels.rows;
      this.disputed = new Set(scores.disputed);
      this.explained = new Set(scores.errors); // those that have a place on their page
      this.hasConfidence = Boolean(scores.scores ?? scores.confidence);
      this.hasScores = Boolean(scores.scores);
      this.boxes = bytes(pixels.boxes);
      this.greys = bytes(pixels.greys);
      this.starts = new Uint32Array(this.count + 1);
      for (let k = 0; k < this.count; k += 1) {
        this.starts[k + 1] = this.starts[k] + ((this.boxes[4 * k + 2] * this.boxes[4 * k + 3] + 1) >> 1);
      }
      this.given = new Float64Array(this.count); // probability of the label
      this.confidence = Float64Array.from(scores.confidence ?? []);
      this.logits = scores.scores ? new Float32Array(bytes(scores.scores).buffer) : new Float32Array();
      if (this.hasScores) this.confidence = new Float64Array(this.count);
      for (let k = 0; k < this.count && this.hasScores; k += 1) {
        const all = this.probabilities(k);
        this.given[k] = all[this.labels[k]];
        this.confidence[k] = all[this.predicted[k]];
      }
    }

    /** The place of an image by its index in the test set; -1 where it is not here.  @param {number} row */
    place(row) {
      return this.rows ? this.rows.indexOf(row) : row < this.count ? row : -1;
    }

    /** @param {number} k */
    row(k) {
      return this.rows ? this.rows[k] : k;
    }

    /** @param {number} k */
    isError(k) {
      return this.labels[k] !== this.predicted[k];
    }

    /** Of each class.  @param {number} k */
    probabilities(k) {
      const mine = Array.from(this.logits.subarray(k * this.names.length, (k + 1) * this.names.length));
      const most = Math.max(...mine);
      const sum = mine.reduce((total, one) => total + Math.exp(one - most), 0);
      return mine.map((one) => Math.exp(one - most) / sum);
    }

    /** What is read of an image: `no. 2414: 9, predicted as 4, 98.2%`.  @param {number} k */
    words(k) {
      const label = this.names[this.labels[k]];
      const said = this.isError(k) ? `, predicted as ${this.names[this.predicted[k]]}` : "";
      return `no. ${this.row(k)}: ${label}${said}${this.hasConfidence ? `, ${percent(this.confidence[k])}` : ""}`;
    }

    /**
     * Paint an image into a picture, its upper left corner at x and y; ink in its colour, on nothing.
     * @param {number} k @param {ImageData} picture @param {number} x @param {number} y @param {number[]} ink
     */
    paint(k, picture, x, y, ink) {
      const [top, left, height, width] = this.boxes.subarray(4 * k, 4 * k + 4);
      const { data, width: across } = picture;
      if (!this.isInk) { // what lies outside of the box is black
        for (let row = 0; row < this.height; row += 1) {
          for (let column = 0; column < this.width; column += 1) {
            data[4 * ((y + row) * across + x + column) + 3] = 255;
          }
        }
      }
      for (let pixel = 0; pixel < height * width; pixel += 1) {
        const pair = this.greys[this.starts[k] + (pixel >> 1)];
        const grey = 17 * (pixel & 1 ? pair & 15 : pair >> 4);
        const row = Math.floor(pixel / width);
        const at = 4 * ((y + top + row) * across + x + left + pixel - row * width);
        for (let channel = 0; channel < 3; channel += 1) data[at + channel] = this.isInk ? ink[channel] : grey;
        data[at + 3] = this.isInk ? grey : 255;
      }
    }

    /** Draw one image on a canvas of its own, a pixel for a pixel.  @param {number} k @param {string} [shown] */
    canvas(k, shown = "") {
      const canvas = make("canvas", { class: this.isInk ? "ink" : "photo" });
      [canvas.width, canvas.height] = [this.width, this.height];
      const picture = new ImageData(this.width, this.height);
      this.paint(k, picture, 0, 0, [0, 0, 0]);
      canvas.getContext("2d")?.putImageData(picture, 0, 0);
      const words = `Test image ${this.row(k)}, labelled ${this.names[this.labels[k]]}`;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", words);
      if (shown) canvas.className += ` ${shown}`;
      return canvas;
    }
  }

  /** @type {Promise<Images | null> | null} */
  let coming = null;

  /** All images, once they are here; null where their scripts are not. */
  const images = () => {
    coming ??= Promise.all([load("pixels"), load("scores")])
      .then(([pixels, scores]) => (pixels && scores ? new Images(pixels, scores) : null));
    return coming;
  };

  /** The numbers of a colour of the page, as it is for this reader.  @param {Element} element */
  const colour = (element) => (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);

  /** Call when the colours of the page change.  @param {() => void} again */
  const onColours = (again) => {
    new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    for (const wish of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(wish).addEventListener("change", again);
    }
  };

  /** @param {string} page @param {string} place */
  const address = (page, place) => `${whole ? "" : page}#${place}`;

  /**
   * Return places on the screen from points of a plane, x and y in turn: one scale for both axes, as large as there is
   * room, as in the printed figure.
   * @param {Plane} plane @param {number} width @param {number} height
   */
  const places = (plane, width, height) => {
    const points = new Uint16Array(bytes(plane.points).buffer);
    const sides = plane.span.map(([low, high]) => Math.max(high - low, 1e-9));
    const scale = Math.min((width - 12) / sides[0], (height - 12) / sides[1]);
    const [wide, tall] = sides.map((side) => side * scale);
    return Float32Array.from(points, (value, k) => (k % 2
      ? (height + tall) / 2 - value / 65535 * tall
      : (width - wide) / 2 + value / 65535 * wide));
  };

  let views = 0;

  /** The view of one image: label, prediction, all probabilities, and its place on the map or among all images. */
  class View {
    /**
     * @param {Images} all @param {() => void} close @param {((step: number) => void) | null} turn to the next image
     * @param {boolean} onMap
     */
    constructor(all, close, turn, onMap) {
      this.all = all;
      this.onMap = onMap;
      views += 1;
      this.name = `opened-${views}`;
      this.inside = make("div");
      const button = (/** @type {string} */ text, /** @type {() => void} */ act) => {
        const made = make("button", { type: "button" }, text);
        made.addEventListener("click", act);
        return made;
      };
      const turns = turn ? [button("Previous", () => turn(-1)), button("Next", () => turn(1))] : [];
      const row = make("p", { class: "turns" }, ...turns, button("Close", close));
      this.element = make("div", {
        class: "opened", role: "dialog", tabindex: "-1", "aria-labelledby": this.name, hidden: "",
      }, row, this.inside);
      this.element.addEventListener("keydown", (event) => {
        const step = turn && { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (event.key === "Escape") close();
        else if (step) turn(step);
        else return;
        event.preventDefault();
      });
    }

    /** @param {number} k */
    show(k) {
      const { all } = this;
      const [label, predicted] = [all.names[all.labels[k]], all.names[all.predicted[k]]];
      const sure = all.hasConfidence ? ` with a confidence of ${percent(all.confidence[k])}` : "";
      const said = make("p", {}, "Label ", make("b", {}, label), ", predicted as ",
        make("b", all.isError(k) ? { class: "red" } : {}, predicted), `${sure}.`);
      if (all.disputed.has(all.row(k))) said.append(" Its label is on a published list of disputed labels.");
      const name = make("h3", { id: this.name }, `Test image no. ${all.row(k)}`);
      this.inside.replaceChildren(name, all.canvas(k, "large"), said);
      if (all.hasScores) this.inside.append(this.chances(k));
      if (all.explained.has(all.row(k))) {
        const card = address("errors.html", `error-${String(all.row(k)).padStart(5, "0")}`);
        this.inside.append(make("p", {}, make("a", { href: card }, "What is known of this error")));
      }
      this.element.hidden = false;
      if (this.onMap) {
        const link = make("a", { href: address("images.html", String(all.row(k))) }, "Among all images");
        this.inside.append(make("p", {}, link));
      } else {
        this.placed(k);
      }
    }

    /** @param {number} k */
    chances(k) {
      const { all } = this;
      const lines = all.probabilities(k).map((chance, label) => {
        const kind = label === all.labels[k] ? "label" : label === all.predicted[k] ? "wrong" : "";
        const bar = make("span", { class: "chance", "aria-hidden": "true" }, make("i"));
        /** @type {HTMLElement} */ (bar.firstChild).style.width = `${100 * chance}%`;
        return make("li", { class: kind }, make("b", {}, all.names[label]), bar, make("span", {}, percent(chance)));
      });
      return make("ol", { class: "chances", "aria-label": "Probabilities of all classes" }, ...lines);
    }

    /** Add the place of the image on the map, where there is one.  @param {number} k */
    async placed(k) {
      const found = await load("points");
      const shown = this.inside.querySelector("canvas.large");
      if (!found || !shown?.getAttribute("aria-label")?.startsWith(`Test image ${this.all.row(k)},`)) return;
      const plane = found.planes[found.planes.length - 1];
      const points = places(plane, 336, 336);
      const canvas = make("canvas", {
        class: "mini", role: "img",
        "aria-label": `Its place in the first two principal components of the ${plane.name}`,
      });
      [canvas.width, canvas.height] = [336, 336];
      this.inside.querySelector(".placed")?.remove();
      this.inside.append(make("p", { class: "placed" }, canvas,
        make("a", { href: address("pca.html", `map=${this.all.row(k)}`) }, `Its place by the ${plane.name}`)));
      const context = canvas.getContext("2d");
      if (!context) return;
      const [grey, ink] = [colour(canvas), colour(this.element)];
      context.fillStyle = `rgba(${grey}, 0.35)`;
      for (let one = 0; one < this.all.count; one += 1) {
        context.fillRect(points[2 * one] - 1, points[2 * one + 1] - 1, 2, 2);
      }
      context.strokeStyle = `rgb(${ink})`;
      context.lineWidth = 3;
      context.strokeRect(points[2 * k] - 8, points[2 * k + 1] - 8, 16, 16);
    }

    hide() {
      this.element.hidden = true;
    }
  }

  /** Whether the images can be had. */
  const isHere = () => !whole || Boolean(shelf.reportData);

  return { load, make, images, Images, View, places, colour, onColours, address, isHere, whole };
})();
