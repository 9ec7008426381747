// The test images in their first two principal components, as a map: each point shows its image.  The printed picture
// stays until somebody asks for the map; what that needs comes then, too.
"use strict";

(() => {
  /** @typedef {InstanceType<typeof explorer.Images>} Images */

  const NEAR = 24; // pixels from the pointer to a point
  const NEIGHBOURS = 100;
  const AT_ONCE = 60;

  /** @param {HTMLElement} host @param {Images} all @param {Points} points */
  const start = (host, all, points) => {
    const { make, View, places, colour, onColours, address } = explorer;
    const view = { x: 0, y: 0, zoom: 1, along: 0 };
    const chosen = new Uint8Array(all.count).fill(1);
    /** @type {Uint8Array | null} */
    let selected = null;
    let current = -1;
    let [width, height] = [0, 0];
    /** @type {Float32Array[]} */
    let ends = [];
    /** @type {number[][]} */
    let middles = []; // of the named classes
    const byClass = all.names.map((_, of) => [...all.labels.keys()].filter((k) => all.labels[k] === of));
    const at = new Float32Array(2 * all.count); // where each point is on the screen

    // 1 the controls
    const button = (/** @type {string} */ words, /** @type {() => void} */ act) => {
      const made = make("button", { type: "button" }, words);
      made.addEventListener("click", act);
      return made;
    };
    /** @param {string} id @param {string} words @param {[string, string][]} options */
    const choice = (id, words, options) => {
      const made = make("select", { id }, ...options.map(([value, text]) => make("option", { value }, text)));
      made.addEventListener("change", () => filter());
      return { made, row: make("span", {}, make("label", { for: id }, words), made) };
    };
    const classes = all.names.map((name, k) => /** @type {[string, string]} */ ([String(k), name]));
    const label = choice("map-label", "Label", [["", "any"], ...classes]);
    const answer = choice("map-answer", "Prediction", [["", "right or wrong"], ["right", "right"], ["wrong", "wrong"]]);
    const slider = make("input", {
      type: "range", id: "map-along", min: "0", max: "100", value: "0", "aria-label": "From pixels to features",
    });
    slider.addEventListener("input", () => { view.along = Number(slider.value) / 100; soon(); });
    const [from, to] = points.planes.map((plane) => plane.name);
    const clear = button("Select none", () => { selected = null; filter(); });
    const said = make("p", { role: "status" });
    const controls = make("div", { class: "controls" },
      make("div", { class: "choices" }, ...(to ? [make("span", {}, from, slider, to)] : []), label.row, answer.row,
        button("Zoom in", () => zoom(1.6)), button("Zoom out", () => zoom(1 / 1.6)),
        button("Whole map", () => { Object.assign(view, { x: 0, y: 0, zoom: 1 }); soon(); })),
      make("div", { class: "quiet" }, said, clear));

    // 2 the map, the image of the current point beside it, and the selected images
    const canvas = make("canvas", { "aria-hidden": "true" });
    const option = make("div", { role: "option", id: "map-option", "aria-selected": "true", hidden: "" });
    const frame = make("div", { class: "frame-of-drag", hidden: "" });
    const map = make("div", {
      class: "map", role: "listbox", tabindex: "0", "aria-label": "Map of the test images",
    }, canvas, option, frame);
    const picture = make("div", { class: "shown-point" });
    const around = () => select(nearest(at[2 * current], at[2 * current + 1], NEIGHBOURS));
    const opening = make("p", {}, button("Open it", () => open()), " ",
      button(`Select its ${NEIGHBOURS} neighbours`, around));
    opening.hidden = true;
    const opened = new View(all, () => { opened.hide(); map.focus({ preventScroll: true }); }, null, true);
    const list = make("ol", { class: "selected", "aria-label": "Selected images" });
    const more = button(`Show ${AT_ONCE} more`, () => grow());
    host.replaceChildren(controls, map, make("div", { class: "beside" }, picture, opening, opened.element), list, more);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

    const measure = () => {
      width = map.clientWidth;
      height = Math.round(Math.min(width, 520, innerHeight * 0.8));
      ends = points.planes.map((plane) => places(plane, width, height));
      middles = ends.map((points_) => points.named.flatMap((of) => [0, 1].map((axis) => {
        const mine = points_.filter((_, n) => n % 2 === axis && all.labels[n >> 1] === of).sort();
        return mine[mine.length >> 1];
      })));
      const scale = devicePixelRatio || 1;
      [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
      canvas.style.height = `${height}px`;
    };

    /**
     * Bring places on the whole map, x and y in turn, to where they are on the screen, between the planes.
     * @param {ArrayLike<number>} first @param {ArrayLike<number>} last @param {Float32Array} to
     */
    const place = (first, last, to) => {
      const [middle, moved] = [[width / 2, height / 2], [view.x, view.y]];
      for (let k = 0; k < to.length; k += 1) {
        const here = first[k] + view.along * (last[k] - first[k]);
        to[k] = (here - middle[k % 2] - moved[k % 2]) * view.zoom + middle[k % 2];
      }
      return to;
    };

    const isShown = (/** @type {number} */ k) => chosen[k] && (!selected || selected[k]);

    const draw = () => {
      place(ends[0], ends[ends.length - 1], at);
      map.dataset.view = [view.x, view.y, view.zoom, view.along].join();
      const scale = devicePixelRatio || 1;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      const size = (all.count > 3000 ? 2.4 : 4) * Math.min(2, Math.sqrt(view.zoom));
      const [ink, quiet, paper] = [colour(map), colour(said), getComputedStyle(map).backgroundColor];
      /** @param {number} k */
      const square = (k) => context.fillRect(at[2 * k] - size / 2, at[2 * k + 1] - size / 2, size, size);
      context.fillStyle = `rgba(${quiet}, 0.2)`;
      for (let k = 0; k < all.count; k += 1) if (!isShown(k)) square(k);
      points.colours.forEach((hue, of) => {
        context.fillStyle = hue;
        for (const k of byClass[of]) if (isShown(k)) square(k);
      });
      context.strokeStyle = `rgb(${ink})`;
      context.lineWidth = 1.2;
      context.beginPath();
      for (let k = 0; k < all.count; k += 1) {
        if (!all.isError(k) || !isShown(k)) continue;
        context.moveTo(at[2 * k] + 4.5, at[2 * k + 1]);
        context.arc(at[2 * k], at[2 * k + 1], 4.5, 0, 7);
      }
      context.stroke();
      name(ink, paper);
      mark();
    };

    /** Write the names of the classes at their middles.  @param {number[]} ink @param {string} paper */
    const name = (ink, paper) => {
      const short = Math.max(...points.named.map((of) => all.names[of].length)) <= 2;
      context.font = `600 ${short ? 20 : 13}px ${getComputedStyle(map).fontFamily}`;
      Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
      const spots = place(middles[0], middles[middles.length - 1], new Float32Array(2 * points.named.length));
      /** @type {number[][]} */
      const taken = [];
      points.named.forEach((of, n) => {
        const x = spots[2 * n];
        let y = spots[2 * n + 1];
        while (taken.some((other) => Math.abs(other[0] - x) < 16 && Math.abs(other[1] - y) < 16)) y += 6;
        taken.push([x, y]);
        Object.assign(context, { strokeStyle: paper, lineWidth: 4, fillStyle: `rgb(${ink})` });
        context.strokeText(all.names[of], x, y);
        context.fillText(all.names[of], x, y);
      });
    };

    let waiting = 0;
    const soon = () => {
      if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; draw(); });
    };

    const mark = () => {
      option.hidden = current < 0;
      if (current < 0) return;
      option.style.left = `${at[2 * current] - 6}px`;
      option.style.top = `${at[2 * current + 1] - 6}px`;
    };

    // 3 one point
    /** The nearest of the points that are shown.  @param {number} x @param {number} y @param {number} count */
    const nearest = (x, y, count) => {
      const far = (/** @type {number} */ k) => (at[2 * k] - x) ** 2 + (at[2 * k + 1] - y) ** 2;
      if (count > 1) return [...all.labels.keys()].filter(isShown).sort((a, b) => far(a) - far(b)).slice(0, count);
      let best = -1;
      for (let k = 0; k < all.count; k += 1) if (isShown(k) && (best < 0 || far(k) < far(best))) best = k;
      return best >= 0 ? [best] : [];
    };

    /** @param {number} k */
    const show = (k) => {
      if (k === current) return;
      current = k;
      opening.hidden = k < 0;
      if (k < 0) {
        picture.replaceChildren();
        map.removeAttribute("aria-activedescendant");
      } else {
        picture.replaceChildren(all.canvas(k, "middle"), make("p", {}, all.words(k)));
        option.setAttribute("aria-label", all.words(k));
        map.setAttribute("aria-activedescendant", option.id);
      }
      mark();
    };

    const open = () => {
      if (current < 0) return;
      opened.show(current);
      opened.element.focus({ preventScroll: true });
    };

    // 4 several points
    const filter = () => {
      for (let k = 0; k < all.count; k += 1) {
        const fits = !label.made.value || all.labels[k] === Number(label.made.value);
        chosen[k] = Number(fits && (!answer.made.value || all.isError(k) === (answer.made.value === "wrong")));
      }
      const shown = [...all.labels.keys()].filter(isShown);
      said.textContent = `${shown.length.toLocaleString("en")} of ${all.count.toLocaleString("en")} images.`;
      clear.hidden = !selected;
      if (current >= 0 && !isShown(current)) show(-1);
      list.replaceChildren();
      grow();
      soon();
    };

    const select = (/** @type {number[]} */ these) => {
      selected = these.length ? new Uint8Array(all.count) : null;
      for (const k of these) if (selected) selected[k] = 1;
      filter();
    };

    const grow = () => {
      const mine = selected ? [...all.labels.keys()].filter(isShown) : [];
      const next = mine.slice(list.childElementCount, list.childElementCount + AT_ONCE);
      list.append(...next.map((k) => {
        const href = address("images.html", String(all.row(k)));
        const link = make("a", { href, "aria-label": all.words(k) }, all.canvas(k));
        link.firstElementChild?.setAttribute("aria-hidden", "true");
        return make("li", {}, link);
      }));
      more.hidden = list.childElementCount >= mine.length;
    };

    const centre = () => (current < 0 ? [width / 2, height / 2] : [at[2 * current], at[2 * current + 1]]);

    /** @param {number} times @param {number[]} [centred] */
    const zoom = (times, [x, y] = centre()) => {
      const next = Math.max(1, Math.min(40, view.zoom * times));
      const held = 1 / view.zoom - 1 / next; // what is under the pointer stays there
      view.x += (x - width / 2) * held;
      view.y += (y - height / 2) * held;
      view.zoom = next;
      if (next === 1) Object.assign(view, { x: 0, y: 0 });
      draw();
    };

    // 5 mouse, finger and keyboard
    /** @param {PointerEvent | WheelEvent} event */
    const spot = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    /** @type {number[] | null} */
    let pressed = null;
    const near = (/** @type {number} */ x, /** @type {number} */ y) => {
      const [k = -1] = nearest(x, y, 1);
      return k >= 0 && Math.hypot(at[2 * k] - x, at[2 * k + 1] - y) <= NEAR ? k : -1;
    };
    const boxOf = (/** @type {number[]} */ one, /** @type {number[]} */ other) => [
      Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[0], other[0]), Math.max(one[1], other[1])];
    map.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      pressed = spot(event);
      map.setPointerCapture(event.pointerId);
    });
    map.addEventListener("pointermove", (event) => {
      const here = spot(event);
      if (!pressed) {
        const k = near(here[0], here[1]);
        if (k >= 0) show(k);
        return;
      }
      if (event.shiftKey) { // moves the map
        view.x -= (here[0] - pressed[0]) / view.zoom;
        view.y -= (here[1] - pressed[1]) / view.zoom;
        pressed = here;
        soon();
        return;
      }
      const [left, top, right, bottom] = boxOf(pressed, here);
      frame.hidden = Math.hypot(right - left, bottom - top) < 6;
      Object.assign(frame.style, {
        left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px`,
      });
    });
    const release = (/** @type {PointerEvent} */ event) => {
      const [begun, here, before] = [pressed, spot(event), current];
      pressed = null;
      if (event.type === "pointercancel" || !begun) {
        frame.hidden = true;
        return;
      }
      if (!frame.hidden) {
        frame.hidden = true;
        const [left, top, right, bottom] = boxOf(begun, here);
        select([...all.labels.keys()].filter((k) => chosen[k] && at[2 * k] >= left && at[2 * k] <= right
          && at[2 * k + 1] >= top && at[2 * k + 1] <= bottom));
        return;
      }
      const k = near(here[0], here[1]);
      if (k < 0 || event.shiftKey) return;
      show(k);
      if (event.pointerType !== "touch" || before === k) open();
    };
    map.addEventListener("pointerup", release);
    map.addEventListener("pointercancel", release);
    map.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), spot(event));
    }, { passive: false });
    map.addEventListener("keydown", (event) => {
      const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
      if (way) {
        const [x, y] = centre();
        const ahead = (/** @type {number} */ k) => [(at[2 * k] - x) * way[0] + (at[2 * k + 1] - y) * way[1],
          Math.abs((at[2 * k] - x) * way[1]) + Math.abs((at[2 * k + 1] - y) * way[0])];
        let [best, least] = [-1, Infinity];
        for (let k = 0; k < all.count; k += 1) {
          const [forward, aside] = ahead(k);
          if (!isShown(k) || k === current || forward <= 0 || aside > forward || forward + aside >= least) continue;
          [best, least] = [k, forward + aside];
        }
        if (current < 0) show(nearest(x, y, 1)[0] ?? -1);
        else if (best >= 0) show(best);
      } else if (event.key === "+") {
        zoom(1.6);
      } else if (event.key === "-") {
        zoom(1 / 1.6);
      } else if (event.key === "Enter" || event.key === " ") {
        open();
      } else {
        return;
      }
      event.preventDefault();
    });
    addEventListener("resize", () => { measure(); soon(); });
    onColours(soon);
    measure();
    filter();
    draw();
    return (/** @type {number} */ row) => {
      show(all.place(row));
      open();
    };
  };

  /** Bring explorer.js, which a single file has already.  @returns {Promise<void>} */
  const prepared = () => new Promise((resolve) => {
    if (typeof explorer === "object") {
      resolve();
      return;
    }
    const script = document.createElement("script");
    script.src = "explorer.js";
    script.addEventListener("load", () => resolve());
    document.head.append(script);
  });

  addEventListener("DOMContentLoaded", () => {
    const figure = document.getElementById("fig-planes");
    const printed = figure?.querySelector(".panels, picture");
    if (!figure || !printed || (typeof explorer === "object" && !explorer.isHere())) return;
    const host = document.createElement("div");
    host.className = "explorer as-map";
    host.hidden = true;
    const ask = document.createElement("button");
    ask.type = "button";
    ask.className = "ask";
    ask.append("Explore the points and their images");
    printed.before(host);
    printed.after(ask);
    /** @type {Promise<((row: number) => void) | null> | null} */
    let started = null;
    const draw = async () => {
      await prepared();
      const [all, points] = await Promise.all([explorer.images(), explorer.load("points")]);
      ask.remove();
      if (!all || !points) return null;
      host.hidden = false;
      printed.setAttribute("hidden", "");
      figure.querySelector(".pick")?.setAttribute("hidden", "");
      return start(host, all, points);
    };
    const begin = () => {
      started ??= draw();
      return started;
    };
    const arrive = async () => {
      const row = /^#map=(\d{1,7})$/.exec(location.hash)?.[1];
      if (!row) return;
      const open = await begin();
      figure.scrollIntoView({ block: "start" });
      open?.(Number(row));
    };
    ask.addEventListener("click", async () => {
      await begin();
      /** @type {HTMLElement | null} */ (host.querySelector(".map"))?.focus();
    });
    addEventListener("hashchange", arrive);
    arrive();
  });
})();
