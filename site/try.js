// The network of the report answers what a reader draws, brings or takes from the test set; nothing is sent anywhere.
// A drawing is kept in an array of its own and never read back from a canvas, which some browsers falsify.
"use strict";

(() => {
  /** @typedef {{image: Uint8Array} | {reason: "even"} | {reason: "several", count: number}} Formed
      @typedef {{dtype: string, data: string}} Packed
      @typedef {{index: number, label: number}} Shown
      @typedef {{kind: string, words: string, formed: Formed, label?: number}} Source
      @typedef {{images: Shown[], pixels: Packed}} Kept
      @typedef {Record<"turn" | "right" | "down" | "thicken" | "blur" | "noise", number>} Changes
      @typedef {{
        network: (network: object) => (image: ArrayLike<number>) => Float32Array,
        softmax: (logits: ArrayLike<number>) => number[], unpacked: (packed: Packed) => Uint8Array,
        inForm: (grey: ArrayLike<number>, height: number, width: number) => Formed,
        inSize: (grey: ArrayLike<number>, height: number, width: number, size: number[], isInk: boolean) => Uint8Array,
      }} Digits */
  const shelf = /** @type {{digits: Digits, networkSteps: {shape: number[]}, testImages?: Kept}} */ (
    /** @type {unknown} */ (globalThis));
  const SHEET = 280;
  const PEN = 10; // half the width of a line
  const WAIT = 100; // milliseconds between two answers while somebody draws
  const LARGEST = 1000; // a side of a photograph, as `predict` reads it

  /** @param {number} value  @param {number} most */
  const within = (value, most) => Math.min(most, Math.max(0, value));

  // 1 Changes of what the network sees.
  /** Numbers that are as noise is, the same each time (mulberry32, Box and Muller).  @param {number} count */
  const noiseOf = (count) => {
    let state = 1;
    const uniform = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
    return Float32Array.from({ length: count }, () => (
      Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())));
  };
  /** @param {Uint8Array} image  @param {number[]} size rows and columns  @param {boolean} isInk
   @param {Changes} changes */
  const changed = (image, [height, width], isInk, changes) => {
    let values = Float32Array.from(image);
    /** Beyond an edge is paper, or what is at the edge.  @param {number} y  @param {number} x */
    const at = (y, x) => {
      const inside = y >= 0 && x >= 0 && y < height && x < width;
      return inside || !isInk ? values[within(y, height - 1) * width + within(x, width - 1)] : 0;
    };
    const every = (/** @type {(y: number, x: number) => number} */ value) => {
      values = Float32Array.from(values, (_, k) => value(Math.floor(k / width), k % width));
    };
    const { turn, right, down, thicken, blur, noise } = changes;
    for (let left = Math.abs(thicken); left > 0; left -= 1) {
      const gather = thicken > 0 ? Math.max : Math.min;
      const share = Math.min(1, left);
      every((y, x) => {
        const there = gather(at(y, x), at(y - 1, x), at(y + 1, x), at(y, x - 1), at(y, x + 1));
        return (1 - share) * at(y, x) + share * there;
      });
    }
    if (turn || right || down) {
      const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
      const [middle, centre] = [(height - 1) / 2, (width - 1) / 2];
      every((row, column) => {
        const [dy, dx] = [row - down - middle, column - right - centre];
        const [y, x] = [middle + cos * dy - sin * dx, centre + sin * dy + cos * dx];
        const [top, left] = [Math.floor(y), Math.floor(x)];
        const [below, beside] = [y - top, x - left];
        return (1 - below) * ((1 - beside) * at(top, left) + beside * at(top, left + 1))
          + below * ((1 - beside) * at(top + 1, left) + beside * at(top + 1, left + 1));
      });
    }
    if (blur) {
      const reach = Math.ceil(3 * blur);
      const bell = Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-((k - reach) ** 2) / (2 * blur ** 2)));
      const sum = bell.reduce((all, one) => all + one);
      every((y, x) => bell.reduce((all, one, k) => all + one * at(y, x + k - reach), 0) / sum);
      every((y, x) => bell.reduce((all, one, k) => all + one * at(y + k - reach, x), 0) / sum);
    }
    if (noise) {
      const random = noiseOf(values.length);
      values = values.map((value, k) => within(value + 2.55 * noise * random[k], 255));
    }
    return values;
  };

  // 2 The sheet.
  /** @typedef {[number, number][]} Stroke */
  /** Draw a line with an edge of one pixel.
   @param {Uint8Array} ink  @param {[number, number]} from  @param {[number, number]} to */
  const line = (ink, [x, y], [endX, endY]) => {
    const [dx, dy] = [endX - x, endY - y];
    const length = dx * dx + dy * dy;
    const [top, bottom] = [Math.min(y, endY) - PEN - 1, Math.max(y, endY) + PEN + 1];
    const [left, right] = [Math.min(x, endX) - PEN - 1, Math.max(x, endX) + PEN + 1];
    for (let row = Math.floor(within(top, SHEET)); row < within(bottom, SHEET); row += 1) {
      for (let column = Math.floor(within(left, SHEET)); column < within(right, SHEET); column += 1) {
        const [px, py] = [column + 0.5 - x, row + 0.5 - y];
        const share = length ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
        const away = Math.hypot(px - share * dx, py - share * dy);
        const place = row * SHEET + column;
        ink[place] = Math.max(ink[place], Math.round(255 * Math.min(1, Math.max(0, PEN + 0.5 - away))));
      }
    }
  };
  /** @param {Uint8Array} ink  @param {Stroke} stroke  @param {number} from the point with which to begin */
  const draw = (ink, stroke, from = 0) => {
    for (let k = from; k < stroke.length; k += 1) line(ink, stroke[Math.max(0, k - 1)], stroke[k]);
  };

  // 3 Photographs, as grey values.
  /** Whether a canvas gives back what was put into it: some browsers falsify it, to hide their readers. */
  const isTrue = () => {
    const context = document.createElement("canvas").getContext("2d");
    const known = new ImageData(16, 16);
    known.data.forEach((_, k) => { known.data[k] = k % 4 === 3 ? 255 : (k * 7) % 256; });
    context?.putImageData(known, 0, 0);
    const found = context?.getImageData(0, 0, 16, 16).data;
    return !!found && found.every((value, k) => value === known.data[k]);
  };
  /** @param {Blob} file */
  const greyOf = async (file) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = "white"; // below what is transparent
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const grey = Uint8Array.from({ length: data.length / 4 }, (_, k) => (
      (data[4 * k] * 19595 + data[4 * k + 1] * 38470 + data[4 * k + 2] * 7471 + 32768) >> 16)); // as Pillow
    return { grey, height: canvas.height, width: canvas.width };
  };

  /** The pixels of test images are a script of their own, asked for when they are first used.
   @param {string} name  @returns {Promise<Kept | undefined>} */
  const kept = (name) => new Promise((resolve) => {
    if (shelf.testImages) {
      resolve(shelf.testImages);
      return;
    }
    const script = document.createElement("script");
    script.src = name;
    script.addEventListener("load", () => resolve(shelf.testImages));
    script.addEventListener("error", () => resolve(undefined));
    document.head.append(script);
  });

  /** @param {number} share */
  const percent = (share) => (share >= 0.9995 ? ">99.9%" : share < 0.0005 ? "<0.1%" : `${(100 * share).toFixed(1)}%`);

  addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector(".try");
    if (!(place instanceof HTMLElement)) return;
    /** @template {Element} Kind  @param {string} selector  @param {new () => Kind} kind  @returns {Kind[]} */
    const all = (selector, kind) => [...place.querySelectorAll(selector)].filter((one) => one instanceof kind)
      .map((one) => /** @type {Kind} */ (one));
    const said = all("#answer", HTMLOutputElement)[0];
    const [about] = all(".about", HTMLElement);
    const [sheet, seen] = [all("#sheet", HTMLCanvasElement)[0], all("#seen", HTMLCanvasElement)[0]];
    const rows = all(".probabilities tr", HTMLTableRowElement);
    const sliders = all("input[type=range]", HTMLInputElement);
    const names = rows.map((row) => row.dataset.name ?? "");
    const { form = "", noun = "", images = "" } = place.dataset;
    const size = shelf.networkSteps.shape;
    const isInk = form !== "photograph";
    const answer = shelf.digits.network(shelf.networkSteps);

    /** @type {Stroke[]} */
    let strokes = [];
    let ink = new Uint8Array(SHEET * SHEET);
    /** @type {Source | undefined} */
    let source;
    /** Where the pen is that keys move, and whether it is down.
     @type {{at: [number, number], down: boolean} | undefined} */
    let pen;
    /** @returns {{at: [number, number], down: boolean}} */
    const penAtRest = () => ({ at: [SHEET / 2, SHEET / 4], down: false });

    const paint = () => {
      const context = sheet?.getContext("2d");
      const shown = new ImageData(SHEET, SHEET);
      ink.forEach((value, k) => shown.data.set([255 - value, 255 - value, 255 - value, 255], 4 * k));
      context?.putImageData(shown, 0, 0);
      if (!context || !pen) return;
      context.strokeStyle = "#c3182b";
      context.lineWidth = pen.down ? 4 : 2;
      context.beginPath();
      context.arc(...pen.at, PEN, 0, 2 * Math.PI);
      context.stroke();
    };
    /** @param {ArrayLike<number>} values */
    const look = (values) => {
      const shown = new ImageData(size[1], size[0]);
      Array.from(values).forEach((value, k) => (
        shown.data.set(isInk ? [0, 0, 0, value] : [value, value, value, 255], 4 * k)));
      seen.getContext("2d")?.putImageData(shown, 0, 0);
    };
    /** @param {string} words */
    const say = (words) => { if (said.value !== words) said.value = words; };
    /** @param {number[]} shares */
    const bars = (shares) => {
      const best = shares.indexOf(Math.max(...shares));
      rows.forEach((row, k) => {
        const [bar, number] = [row.querySelector("i"), row.querySelector(".num")];
        if (bar) bar.style.transform = `scaleX(${shares[k] ?? 0})`;
        if (number) number.textContent = shares.length ? percent(shares[k]) : "";
        row.classList.toggle("best", k === best);
        row.classList.toggle("wrong", k === best && source?.label !== undefined && source.label !== k);
        row.classList.toggle("true", k === source?.label);
      });
    };
    const changes = () => /** @type {Changes} */ (
      { turn: 0, right: 0, down: 0, thicken: 0, blur: 0, noise: 0,
        ...Object.fromEntries(sliders.map((slider) => [slider.name, slider.valueAsNumber])) });

    const show = () => {
      about.textContent = source?.words ?? "";
      if (!source || !("image" in source.formed)) {
        const formed = source?.formed;
        say(formed && "count" in formed ? `${formed.count} ${noun}s stand apart: one at a time.`
          : source?.kind === "picture" ? `No ${noun} found: closer, or with more light.` : "No answer yet.");
        look(new Uint8Array(size[0] * size[1]));
        bars([]);
        return;
      }
      const values = changed(source.formed.image, size, isInk, changes());
      look(values);
      const shares = shelf.digits.softmax(answer(values));
      bars(shares);
      const [first, second] = [...shares.keys()].sort((one, other) => shares[other] - shares[one]);
      say(`${names[first]}, ${percent(shares[first])}; then ${names[second]}, ${percent(shares[second])}`);
    };
    /** @param {ArrayLike<number>} grey  @param {number} height  @param {number} width  @returns {Formed} */
    const formed = (grey, height, width) => (form === "mnist" ? shelf.digits.inForm(grey, height, width)
      : { image: shelf.digits.inSize(grey, height, width, size, isInk) });

    let [begun, planned] = [0, 0];
    const readSheet = () => {
      planned = 0;
      begun = performance.now();
      const read = () => formed(ink.map((value) => 255 - value), SHEET, SHEET);
      source = strokes.length ? { kind: "sheet", words: "", formed: read() } : undefined;
      show();
    };
    /** @param {boolean} lifted */
    const drawn = (lifted) => {
      paint();
      if (lifted) {
        clearTimeout(planned);
        readSheet();
      } else if (!planned) {
        planned = setTimeout(readSheet, Math.max(0, begun + WAIT - performance.now()));
      }
    };
    const redraw = () => {
      ink = new Uint8Array(SHEET * SHEET);
      for (const stroke of strokes) draw(ink, stroke);
      drawn(true);
    };
    /** @param {[number, number]} point  @param {boolean} begins */
    const go = (point, begins) => {
      if (begins) strokes.push([point]);
      else strokes[strokes.length - 1].push(point);
      const stroke = strokes[strokes.length - 1];
      draw(ink, stroke, stroke.length - 1);
    };

    /** @param {MouseEvent} event  @returns {[number, number]} */
    const where = (event) => {
      const box = sheet.getBoundingClientRect();
      return [((event.clientX - box.left) * SHEET) / box.width, ((event.clientY - box.top) * SHEET) / box.height];
    };
    let pointer = -1;
    sheet?.addEventListener("pointerdown", (event) => {
      if (pointer >= 0 || event.button) return;
      pointer = event.pointerId;
      pen = undefined;
      sheet.setPointerCapture(pointer);
      go(where(event), true);
      drawn(false);
    });
    sheet?.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pointer) return;
      const every = event.getCoalescedEvents?.() ?? [];
      for (const each of every.length ? every : [event]) go(where(each), false);
      drawn(false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      sheet?.addEventListener(end, (event) => {
        if (/** @type {PointerEvent} */ (event).pointerId !== pointer) return;
        pointer = -1;
        drawn(true);
      });
    }
    /** @type {Record<string, [number, number]>} */
    const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    sheet?.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      const known = step || event.key === " " || event.key === "Backspace";
      if (event.ctrlKey || event.metaKey || event.altKey || !known) return;
      event.preventDefault();
      if (event.key === "Backspace") {
        strokes.pop();
        redraw();
        return;
      }
      pen ??= penAtRest();
      if (step) {
        const far = event.shiftKey ? 4 : 14;
        pen.at = [within(pen.at[0] + far * step[0], SHEET), within(pen.at[1] + far * step[1], SHEET)];
        if (pen.down) go(pen.at, false);
      } else {
        pen.down = !pen.down;
        if (pen.down) go(pen.at, true);
      }
      drawn(!step);
    });
    sheet?.addEventListener("focus", () => {
      if (sheet.matches(":focus-visible")) pen ??= penAtRest();
      paint();
    });
    sheet?.addEventListener("blur", () => {
      pen = undefined;
      paint();
    });

    /** @param {Blob | null | undefined} file */
    const take = async (file) => {
      if (!file) return;
      if (!isTrue()) {
        about.textContent = "This browser falsifies the pixels that a page reads: photographs cannot be read here.";
        return;
      }
      try {
        const { grey, height, width } = await greyOf(file);
        source = { kind: "picture", words: "Of your photograph.", formed: formed(grey, height, width) };
        show();
      } catch {
        about.textContent = "This file is no picture that the browser can read: PNG and JPEG are.";
      }
    };
    /** @param {number} index */
    const takeTest = async (index) => {
      const found = await kept(images);
      const row = found?.images.findIndex((one) => one.index === index) ?? -1;
      if (!found || row < 0) {
        about.textContent = found ? `Test image no. ${index} is not among those whose pixels are held here.`
          : "The test images lie in a file beside this page, which was not found.";
        return;
      }
      const pixels = shelf.digits.unpacked(found.pixels);
      const { label } = found.images[row];
      const image = pixels.slice(row * size[0] * size[1], (row + 1) * size[0] * size[1]);
      const words = `Test image no. ${index}: its label is ${names[label]}.`;
      source = { kind: "test", words, label, formed: { image } };
      show();
    };

    for (const button of all("button[name]", HTMLButtonElement)) {
      const act = {
        undo: () => { strokes.pop(); redraw(); },
        clear: () => { strokes = []; redraw(); },
        reset: () => { for (const slider of sliders) slider.value = slider.defaultValue; tell(); show(); },
        image: () => takeTest(Number(button.value)),
      }[button.name];
      if (act) button.addEventListener("click", act);
    }
    const [file] = all("input[type=file]", HTMLInputElement);
    file.addEventListener("change", () => take(file.files?.[0]));
    for (const name of ["dragover", "drop"]) place.addEventListener(name, (event) => event.preventDefault());
    place.addEventListener("drop", (event) => take(/** @type {DragEvent} */ (event).dataTransfer?.files[0]));
    const [asked] = all("form", HTMLFormElement);
    asked?.addEventListener("submit", (event) => {
      event.preventDefault();
      takeTest(Number(new FormData(asked).get("index")));
    });
    const tell = () => {
      for (const slider of sliders) {
        const { value, dataset: { unit = "" } } = slider;
        const words = `${value.replace("-", "−")}${unit}`;
        slider.setAttribute("aria-valuetext", words);
        const output = slider.nextElementSibling;
        if (output) output.textContent = words;
      }
    };
    for (const slider of sliders) slider.addEventListener("input", () => { tell(); show(); });

    const fromAddress = () => {
      const [, index] = /^#(\d+)$/.exec(location.hash) ?? [];
      if (index) takeTest(Number(index));
    };
    addEventListener("hashchange", fromAddress);
    said.setAttribute("role", "status");
    place.hidden = false;
    for (const without of document.querySelectorAll(".without-script")) without.remove();
    tell();
    paint();
    show();
    fromAddress();
  });
})();
