// A picture of one digit in the form of MNIST's images, step by step as analysis/new_images/mnist_form.py makes it for
// `predict`, so that both give the same grey values; the reasons stand there.
"use strict";

(() => {
  /** @typedef {{height: number, width: number, values: Float64Array}} Grey
      @typedef {{height: number, width: number, values: Uint8Array}} Mask
      @typedef {{top: number, bottom: number, left: number, right: number}} Box ends are not inside
      @typedef {{image: Uint8Array} | {reason: "even"} | {reason: "several", count: number}} Formed */

  const [SIDE, BOX] = [28, 20];
  const [WORKED_AT, FRAME] = [240, 40];
  const FRAMED = WORKED_AT - 2 * FRAME;
  const [ROUNDS, OUTSIDE, STEP] = [6, 2, 4];
  const [WIDEST, FILLED] = [61, 0.7];
  const [SPOT, CONTRAST, NOISE] = [0.04, 24, 4];
  const SMALLEST = Math.floor(FRAMED / 10);
  const [HIGH, APART, STROKE] = [0.5, 0.25, 2];

  /** Halves to the even neighbour, as Python rounds.  @param {number} x */
  const round = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
  /** @param {number} x  @param {number} low  @param {number} high */
  const clip = (x, low, high) => Math.min(high, Math.max(low, x));
  /** @param {number} length  @param {(place: number) => number} value */
  const made = (length, value) => {
    const found = new Float64Array(length);
    for (let k = 0; k < length; k += 1) found[k] = value(k);
    return found;
  };
  /** @param {number} length  @param {(place: number) => boolean} is  @returns {Uint8Array} */
  const marked = (length, is) => {
    const found = new Uint8Array(length);
    for (let k = 0; k < length; k += 1) if (is(k)) found[k] = 1;
    return found;
  };
  /** The places that are wanted.  @param {number} length  @param {(place: number) => boolean} wanted */
  const listed = (length, wanted) => {
    const found = new Int32Array(length);
    let count = 0;
    for (let k = 0; k < length; k += 1) {
      if (wanted(k)) {
        found[count] = k;
        count += 1;
      }
    }
    return found.slice(0, count);
  };
  /** @param {Grey} grey  @param {(value: number, place: number) => number} change  @returns {Grey} */
  const map = ({ height, width, values }, change) => ({ height, width, values: values.map(change) });
  /** @param {Float64Array | Uint8Array} values */
  const total = (values) => {
    let sum = 0;
    for (let k = 0; k < values.length; k += 1) sum += values[k];
    return sum;
  };
  /** @param {ArrayLike<number>} values */
  const largest = (values) => {
    let most = -Infinity;
    for (let k = 0; k < values.length; k += 1) most = Math.max(most, values[k]);
    return most;
  };
  /** @param {Float64Array} values */
  const deviation = (values) => {
    const mean = total(values) / values.length;
    return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length);
  };
  /** The value of a rank, of all but sorted ones (Hoare's quickselect); `values` are put into another order.
   @param {Float64Array} values  @param {number} rank */
  const ranked = (values, rank) => {
    let [low, high] = [0, values.length - 1];
    while (low < high) {
      const pivot = values[(low + high) >> 1];
      let [i, j] = [low, high];
      while (i <= j) {
        while (values[i] < pivot) i += 1;
        while (values[j] > pivot) j -= 1;
        if (i <= j) {
          [values[i], values[j]] = [values[j], values[i]];
          i += 1;
          j -= 1;
        }
      }
      if (rank <= j) high = j;
      else if (rank >= i) low = i;
      else break;
    }
    return values[rank];
  };
  /** The value at a share of the way from the smallest to the largest, linear between two.
   @param {Float64Array} values  @param {number} share */
  const quantile = (values, share) => {
    const [place, some] = [share * (values.length - 1), values.slice()];
    const low = ranked(some, Math.floor(place));
    return place % 1 ? low + (place % 1) * (ranked(some, Math.ceil(place)) - low) : low;
  };
  /** @param {Float64Array} values */
  const median = (values) => quantile(values, 0.5);

  // 1 Sizes: Pillow's way, a kernel for each pixel along one axis, then along the other.
  /** @type {Record<string, [number, (x: number) => number]>} */
  const KERNELS = {
    box: [0.5, (x) => (x > -0.5 && x <= 0.5 ? 1 : 0)],
    bicubic: [2, (x) => {
      const a = Math.abs(x);
      return a < 1 ? (1.5 * a - 2.5) * a * a + 1 : a < 2 ? -0.5 * (((a - 5) * a + 8) * a - 4) : 0;
    }],
  };
  /** Where the kernel of each pixel begins, and its weights.
   @param {number} before  @param {number} after  @param {string} kernel */
  const weights = (before, after, kernel) => {
    const [reach, value] = KERNELS[kernel];
    const scale = before / after;
    const wide = Math.max(scale, 1);
    return Array.from({ length: after }, (_, k) => {
      const centre = (k + 0.5) * scale;
      const first = Math.max(0, Math.trunc(centre - reach * wide + 0.5));
      const end = Math.min(before, Math.trunc(centre + reach * wide + 0.5));
      const found = made(end - first, (x) => value((x + first - centre + 0.5) / wide));
      const sum = found.reduce((all, one) => all + one, 0);
      return { first, found: found.map((one) => one / sum) };
    });
  };
  const ONE = 2 ** 22;
  /** @param {Grey} grey  @param {number} height  @param {number} width  @param {string} kernel
   @param {boolean} whole numbers of 8 bits; else numbers of 32 bits with fractions  @returns {Grey} */
  const resized = (grey, height, width, kernel, whole) => {
    /** @param {Grey} one  @param {number} length of a row after  @returns {Grey} turned over the diagonal */
    const along = (one, length) => {
      const found = { height: length, width: one.height, values: new Float64Array(length * one.height) };
      weights(one.width, length, kernel).forEach(({ first, found: some }, x) => {
        const factors = whole ? some.map((each) => Math.trunc(each * ONE + Math.sign(each) * 0.5)) : some;
        for (let y = 0; y < one.height; y += 1) {
          let sum = whole ? ONE / 2 : 0;
          for (let k = 0; k < factors.length; k += 1) sum += one.values[y * one.width + first + k] * factors[k];
          found.values[x * one.height + y] = whole ? clip(Math.floor(sum / ONE), 0, 255) : Math.fround(sum);
        }
      });
      return found;
    };
    return along(along(grey, width), height);
  };
  /** @param {Grey} grey  @param {number} side  @returns {Grey} */
  const workedAt = (grey, side) => {
    const scale = side / Math.max(grey.height, grey.width);
    const [height, width] = [grey.height, grey.width].map((each) => Math.max(1, round(each * scale)));
    return resized(grey, height, width, scale < 1 ? "box" : "bicubic", true);
  };

  // 2 The background: a surface of second degree.
  /** @param {number} place  @param {number} length */
  const coordinate = (place, length) => (length > 1 ? -1 + (2 * place) / (length - 1) : -1);
  /** 1, x, y, xy, x², y² at some pixels, side by side.  @param {Grey} grey  @param {ArrayLike<number>} places */
  const terms = ({ height, width }, places) => {
    const found = new Float64Array(6 * places.length);
    for (let k = 0; k < places.length; k += 1) {
      const x = coordinate(places[k] % width, width);
      const y = coordinate(Math.floor(places[k] / width), height);
      found[6 * k] = 1;
      found[6 * k + 1] = x;
      found[6 * k + 2] = y;
      found[6 * k + 3] = x * y;
      found[6 * k + 4] = x * x;
      found[6 * k + 5] = y * y;
    }
    return found;
  };
  /** @param {number[][]} matrix  @param {number[]} right */
  const solved = (matrix, right) => {
    const rows = matrix.map((row, k) => [...row, right[k]]);
    rows.forEach((_, k) => {
      const pivot = rows.reduce((best, row, j) => (j > k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? j : best), k);
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
      rows.forEach((row, j) => {
        const factor = row[k] / rows[k][k];
        if (j !== k) rows[k].forEach((value, column) => { row[column] -= factor * value; });
      });
    });
    return rows.map((row, k) => row[row.length - 1] / row[k]);
  };
  /** The height of a surface at pixels whose terms are given.
   @param {number[]} surface its six factors  @param {Float64Array} every */
  const heights = ([a, b, c, d, e, f], every) => made(every.length / 6, (k) => {
    const t = 6 * k;
    return a + b * every[t + 1] + c * every[t + 2] + d * every[t + 3] + e * every[t + 4] + f * every[t + 5];
  });
  /** The surface through some pixels of a picture, but for those that stand out of it.
   @param {Grey} grey  @param {Int32Array} places  @param {Float64Array} like */
  const fitted = (grey, places, like) => {
    const [every, values, middle] = [terms(grey, places), at(grey, places), median(like)];
    let surface = [0, 0, 0, 0, 0, 0];
    let rest = values.map((value) => value - middle);
    let most = clip(OUTSIDE * deviation(like), 40, 80);
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const chosen = listed(values.length, (k) => Math.abs(rest[k]) <= most);
      if (chosen.length < 10 * surface.length) break;
      const matrix = surface.map((_, i) => surface.map((__, j) => (i === j ? 1e-6 : 0)));
      const right = [0, 0, 0, 0, 0, 0];
      for (let c = 0; c < chosen.length; c += 1) {
        const t = 6 * chosen[c];
        for (let i = 0; i < 6; i += 1) {
          right[i] += every[t + i] * values[chosen[c]];
          for (let j = 0; j < 6; j += 1) matrix[i][j] += every[t + i] * every[t + j];
        }
      }
      surface = solved(matrix, right);
      const found = heights(surface, every);
      rest = values.map((value, k) => value - found[k]);
      most = Math.max(6, OUTSIDE * deviation(made(chosen.length, (k) => rest[chosen[k]])));
    }
    return surface;
  };

  /** @param {Grey | Mask} grey */
  const edge = ({ height, width }) => Math.max(1, Math.floor(Math.min(height, width) / 20));
  /** @param {Grey} grey  @param {(row: number, column: number) => boolean} wanted */
  const where = ({ height, width }, wanted) => listed(height * width, (k) => wanted(Math.floor(k / width), k % width));
  /** Upper and lower margin, then left and right: in both sides are the corners.  @param {Grey} grey */
  const margins = (grey) => {
    const [wide, { height, width }] = [edge(grey), grey];
    return [
      where(grey, (y) => y < wide || y >= height - wide), where(grey, (_, x) => x < wide || x >= width - wide),
    ];
  };
  /** @param {Grey} grey  @param {Int32Array} places */
  const at = (grey, places) => made(places.length, (k) => grey.values[places[k]]);
  /** The values of the margin, those of the corners twice.  @param {Grey} grey */
  const margin = (grey) => Float64Array.from(margins(grey).flatMap((places) => [...at(grey, places)]));

  /** @param {Grey} grey  @returns {Grey} */
  const framed = (grey) => {
    const places = Int32Array.from(new Set(margins(grey).flatMap((some) => [...some]))).sort();
    const surface = heights(fitted(grey, places, at(grey, places)), terms(grey, where(grey, () => true)));
    const [height, width] = [grey.height + 2 * FRAME, grey.width + 2 * FRAME];
    return { height, width, values: made(height * width, (k) => {
      const [row, column] = [Math.floor(k / width) - FRAME, (k % width) - FRAME];
      const [y, x] = [clip(row, 0, grey.height - 1), clip(column, 0, grey.width - 1)];
      const place = y * grey.width + x;
      return y === row && x === column ? grey.values[place] : surface[place];
    }) };
  };
  /** How far each pixel is from the background.  @param {Grey} grey */
  const standing = (grey) => {
    const places = where(grey, (y, x) => y % STEP === 0 && x % STEP === 0);
    const surface = heights(fitted(grey, places, margin(grey)), terms(grey, where(grey, () => true)));
    return map(grey, (value, k) => value - surface[k]);
  };

  // 3 Neighbourhoods; beyond an edge the picture is mirrored.
  /** @param {number} place  @param {number} length */
  const mirrored = (place, length) => {
    const k = ((place % (2 * length)) + 2 * length) % (2 * length);
    return k < length ? k : 2 * length - 1 - k;
  };
  /** Replace each row, then each column.  @param {Grey} grey  @param {(line: Float64Array) => Float64Array} change */
  const both = (grey, change) => [0, 1].reduce((one) => {
    const found = { height: one.width, width: one.height, values: new Float64Array(one.values.length) };
    for (let y = 0; y < one.height; y += 1) {
      const line = change(one.values.subarray(y * one.width, (y + 1) * one.width));
      for (let x = 0; x < one.width; x += 1) found.values[x * one.height + y] = line[x];
    }
    return found;
  }, grey);
  const BELL = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((x) => Math.exp(-x * x / 2));
  const AREA = BELL.reduce((sum, one) => sum + one);
  /** @param {Grey} grey  @returns {Grey} a Gaussian of one pixel */
  const smoothed = (grey) => both(grey, (line) => {
    const wider = made(line.length + 8, (k) => line[mirrored(k - 4, line.length)]);
    return made(line.length, (x) => {
      let sum = 0;
      for (let k = 0; k < 9; k += 1) sum += BELL[k] * wider[x + k];
      return sum / AREA;
    });
  });
  /** The largest of a square, from `before` pixels before each to `after` behind it.
   @param {Grey} grey  @param {number} before  @param {number} after  @returns {Grey} */
  const widened = (grey, before, after) => both(grey, (line) => {
    const queue = new Int32Array(line.length + before + after);
    let [first, end] = [0, 0];
    const found = new Float64Array(line.length);
    for (let x = -before; x < line.length + after; x += 1) {
      const value = line[mirrored(x, line.length)];
      while (end > first && line[mirrored(queue[end - 1], line.length)] <= value) end -= 1;
      queue[end] = x;
      end += 1;
      if (queue[first] < x - before - after) first += 1;
      if (x >= after) found[x - after] = line[mirrored(queue[first], line.length)];
    }
    return found;
  });
  /** @param {Grey} grey */
  const negative = (grey) => map(grey, (value) => -value);
  const HALF = (WIDEST - 1) / 2;
  /** Closed: what is narrow and dark is filled.  @param {Grey} grey */
  const closed = (grey) => negative(widened(negative(widened(grey, HALF, HALF)), HALF, HALF));

  /** The distance of each pixel of the mask to what is outside of it, inside the picture.  @param {Mask} mask */
  const distances = ({ height, width, values }) => {
    const far = (height + width) ** 2;
    const grey = { height, width, values: made(values.length, (k) => (values[k] ? far : 0)) };
    return map(both(grey, (line) => made(line.length, (x) => { // no parabola from beyond its own best is needed
      let best = line[x];
      for (let k = 1; k * k < best; k += 1) {
        best = Math.min(best, (x >= k ? line[x - k] : far) + k * k, (x + k < line.length ? line[x + k] : far) + k * k);
      }
      return best;
    })), Math.sqrt);
  };

  /** Number what hangs together, also over corners; and its boxes, by number.  @param {Mask} mask */
  const labelled = ({ height, width, values }) => {
    const labels = { height, width, values: new Float64Array(values.length) };
    let count = 0;
    for (let start = 0; start < values.length; start += 1) {
      if (!values[start] || labels.values[start]) continue;
      count += 1;
      labels.values[start] = count;
      for (const stack = [start]; stack.length;) {
        const k = /** @type {number} */ (stack.pop());
        const [row, column] = [Math.floor(k / width), k % width];
        for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y += 1) {
          for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x += 1) {
            const next = y * width + x;
            if (values[next] && !labels.values[next]) {
              labels.values[next] = count;
              stack.push(next);
            }
          }
        }
      }
    }
    return { labels, count };
  };
  /** @param {Grey | Mask} labels  @returns {Map<number, Box>} */
  const boxes = ({ width, values }) => {
    /** @type {Map<number, Box>} */
    const found = new Map();
    values.forEach((/** @type {number} */ label, /** @type {number} */ k) => {
      if (!label) return;
      const [y, x] = [Math.floor(k / width), k % width];
      const box = found.get(label) ?? { top: y, bottom: y + 1, left: x, right: x + 1 };
      found.set(label, {
        top: box.top, bottom: y + 1, left: Math.min(box.left, x), right: Math.max(box.right, x + 1),
      });
    });
    return found;
  };
  /** @param {Box} box */
  const extents = (box) => [box.bottom - box.top, box.right - box.left];
  /** @template {Float64Array | Uint8Array} Numbers
   @param {{height: number, width: number, values: Numbers}} grey  @param {Box} box */
  const cut = ({ width, values }, box) => {
    const [height, wide] = extents(box);
    const place = (/** @type {number} */ k) => (box.top + Math.floor(k / wide)) * width + box.left + (k % wide);
    const found = /** @type {Numbers} */ (values.slice(0, height * wide));
    found.forEach((_, k) => { found[k] = values[place(k)]; });
    return { height, width: wide, values: found };
  };

  // 4 The digit: above Otsu's threshold, one piece or several that are near each other.
  /** @param {Float64Array} values */
  const otsu = (values) => {
    const [low, high] = [-largest(values.map((each) => -each)), largest(values)];
    const edges = made(257, (k) => low + (k * (high - low)) / 256);
    const counts = new Float64Array(256);
    for (const each of values) {
      let k = Math.min(255, Math.floor(((each - low) * 256) / (high - low)));
      if (each < edges[k]) k -= 1;
      else if (k < 255 && each >= edges[k + 1]) k += 1;
      counts[k] += 1;
    }
    const middles = made(256, (k) => (edges[k] + edges[k + 1]) / 2);
    const all = counts.reduce((sum, count, k) => sum + count * middles[k], 0);
    let [below, sum, best, threshold] = [0, 0, -1, middles[0]];
    counts.forEach((count, k) => {
      below += count;
      sum += count * middles[k];
      const above = values.length - below;
      const between = above ? below * above * (sum / below - (all - sum) / above) ** 2 : 0;
      if (between > best) [best, threshold] = [between, middles[k]];
    });
    return threshold;
  };
  /** What shows a desk.  @param {Grey} labels */
  const beside = (labels) => {
    const box = { top: FRAME, bottom: labels.height - FRAME, left: FRAME, right: labels.width - FRAME };
    const picture = cut(labels, box);
    const { height, width, values } = picture;
    const found = boxes(picture);
    const side = (/** @type {number} */ count, /** @type {number} */ first, /** @type {number} */ step) => (
      Array.from({ length: count }, (_, k) => values[first + k * step]));
    const sides = [
      { axis: 0, labels: side(width, 0, 1) }, { axis: 0, labels: side(width, (height - 1) * width, 1) },
      { axis: 1, labels: side(height, 0, width) }, { axis: 1, labels: side(height, width - 1, width) },
    ];
    const strips = new Set(sides.flatMap((one) => [...new Set(one.labels)].filter((label) => {
      const box = found.get(label); // none is paper
      const share = one.labels.filter((each) => each === label).length / one.labels.length;
      return box && share > 0.9 && extents(box)[one.axis] < [height, width][one.axis] / 2;
    })));
    const corners = [0, width - 1, (height - 1) * width, height * width - 1].map((k) => values[k])
      .filter((label) => label && !strips.has(label));
    const others = [...found].filter(([label]) => !corners.includes(label) && !strips.has(label));
    const isDigit = others.some(([, each]) => Math.max(...extents(each)) >= SMALLEST);
    return isDigit ? new Set([...strips, ...corners]) : strips;
  };
  /** @param {Grey} smooth ink  @param {boolean} inside  @returns {Mask | null} */
  const masked = (smooth, inside) => {
    const middle = median(smooth.values);
    const centre = median(smooth.values.filter((each) => each <= middle));
    const noise = 1.4826 * median(smooth.values.map((each) => Math.abs(each - centre)));
    if (largest(smooth.values) < Math.max(CONTRAST, NOISE * noise)) return null;
    const threshold = Math.max(otsu(smooth.values), CONTRAST / 2);
    const { height, width } = smooth;
    const above = marked(height * width, (k) => smooth.values[k] > threshold);
    const { labels, count } = labelled({ height, width, values: above });
    const sizes = new Float64Array(count + 1);
    for (const label of labels.values) sizes[label] += 1;
    sizes[0] = 0;
    for (const label of inside ? new Set(margin(labels)) : beside(labels)) sizes[label] = 0;
    const most = largest(sizes);
    if (!most) return null;
    return { height, width, values: marked(height * width, (k) => sizes[labels.values[k]] >= SPOT * most) };
  };
  /** Count what stands apart along an axis, of what is high.  @param {Mask} mask */
  const digits = (mask) => {
    const every = [...boxes(labelled(mask).labels).values()];
    const highest = Math.max(...every.map((box) => extents(box)[0]));
    const high = every.filter((box) => extents(box)[0] >= HIGH * highest);
    const groups = (/** @type {[number, number][]} */ ends) => {
      let [count, reached] = [1, Infinity];
      for (const [start, stop] of ends.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
        if (start - reached >= APART * highest) count += 1;
        reached = reached === Infinity ? stop : Math.max(reached, stop);
      }
      return count;
    };
    return Math.max(groups(high.map((box) => [box.top, box.bottom])), groups(high.map((box) => [box.left, box.right])));
  };
  /** @param {Mask} mask */
  const boxOf = (mask) => /** @type {Box} */ (boxes(mask).get(1));
  /** A page or a shadow is wider than a stroke.  @param {Mask} mask */
  const isPage = (mask) => {
    const width = 2 * largest(distances(mask).values);
    const box = cut(mask, boxOf(mask)).values;
    return width > WIDEST || (width > (WIDEST * 2) / 3 && total(box) / box.length > FILLED);
  };
  /** @typedef {{ink: Grey, mask: Mask | null}} Found
   @param {Grey} picture  @returns {Found} */
  const found = (picture) => {
    const rest = standing(framed(workedAt(picture, FRAMED)));
    const energy = (/** @type {Found} */ { ink, mask }) => (mask
      ? ink.values.reduce((sum, each, k) => sum + (mask.values[k] ? each * each : 0), 0) : 0);
    const even = smoothed(rest);
    const light = { ink: rest, mask: masked(even, false) };
    const dark = { ink: negative(rest), mask: masked(negative(even), false) };
    const best = energy(light) > energy(dark) ? light : dark;
    if (best.mask && !isPage(best.mask)) return best;
    const smooth = smoothed(workedAt(picture, WORKED_AT));
    const other = negative(smooth);
    const narrow = [smooth, other].map((each) => {
      const filled = closed(each);
      const ink = map(filled, (value, k) => value - each.values[k]);
      const middle = median(ink.values);
      const above = map(ink, (value) => value - middle);
      return { ink: above, mask: masked(smoothed(above), true) };
    });
    const size = (/** @type {Found} */ { mask }) => (mask ? total(mask.values) : Infinity);
    const chosen = size(narrow[1]) < size(narrow[0]) ? narrow[1] : narrow[0];
    return chosen.mask ? chosen : best;
  };

  // 5 The form: 28 × 28, the digit in a box of 20 × 20, its centre of mass in the middle.
  /** @param {Grey} grey  @param {number} wide  @returns {Grey} */
  const padded = (grey, wide) => {
    const [height, width] = [grey.height + 2 * wide, grey.width + 2 * wide];
    return { height, width, values: made(height * width, (k) => {
      const [y, x] = [Math.floor(k / width) - wide, (k % width) - wide];
      return y >= 0 && x >= 0 && y < grey.height && x < grey.width ? grey.values[y * grey.width + x] : 0;
    }) };
  };
  /** @param {Grey} ink  @param {Mask} mask  @returns {Grey} */
  const levels = (ink, mask) => {
    const full = quantile(ink.values.filter((_, k) => mask.values[k]), 0.75);
    const { height, width } = mask;
    const near = new Uint8Array(height * width); // two steps around
    mask.values.forEach((inside, k) => {
      for (let y = -2; inside && y <= 2; y += 1) {
        for (let x = Math.abs(y) - 2; x <= 2 - Math.abs(y); x += 1) {
          const [row, column] = [Math.floor(k / width) + y, (k % width) + x];
          if (row >= 0 && row < height && column >= 0 && column < width) near[row * width + column] = 1;
        }
      }
    });
    return map(ink, (value, k) => (near[k] ? clip(value / full, 0, 1) : 0));
  };
  /** @param {Grey} inside  @param {Mask} mask  @returns {Grey} */
  const boxed = (inside, mask) => {
    const all = padded({ ...mask, values: Float64Array.from(mask.values) }, 1);
    const away = distances({ ...all, values: Uint8Array.from(all.values) }).values.filter((each) => each);
    const width = (4 * total(away)) / away.length;
    let shown = inside;
    let scale = BOX / Math.max(shown.height, shown.width);
    const lacking = STROKE / scale - width;
    if (lacking > 1) {
      const size = round(lacking);
      shown = widened(padded(shown, round(lacking / 2)), Math.floor((size - 1) / 2), Math.floor(size / 2));
      scale = BOX / Math.max(shown.height, shown.width);
    }
    const [high, wide] = [shown.height, shown.width].map((each) => Math.max(1, round(each * scale)));
    return resized(map(shown, Math.fround), high, wide, "box", false);
  };
  /** @param {Grey} box */
  const centred = ({ height, width, values }) => {
    const mass = total(values);
    const y = values.reduce((sum, each, k) => sum + each * Math.floor(k / width), 0) / mass;
    const x = values.reduce((sum, each, k) => sum + each * (k % width), 0) / mass;
    const top = clip(round(SIDE / 2 - (y + 0.5)), 0, SIDE - height);
    const left = clip(round(SIDE / 2 - (x + 0.5)), 0, SIDE - width);
    const most = Math.max(largest(values), 1e-9);
    const image = new Uint8Array(SIDE * SIDE);
    values.forEach((value, k) => {
      image[(top + Math.floor(k / width)) * SIDE + left + (k % width)] = round(clip((255 * value) / most, 0, 255));
    });
    return image;
  };

  /** A picture, grey values row by row, in MNIST's form, or why it is not one digit.
   @param {ArrayLike<number>} grey  @param {number} height  @param {number} width  @returns {Formed} */
  const inForm = (grey, height, width) => {
    const { ink, mask } = found({ height, width, values: Float64Array.from(grey) });
    if (!mask) return { reason: "even" };
    const count = digits(mask);
    if (count > 1) return { reason: "several", count };
    const box = boxOf(mask);
    return { image: centred(boxed(cut(levels(ink, mask), box), cut(mask, box))) };
  };

  /** A picture in the size of a network's images, and with 0 as paper where these are ink.
   @param {ArrayLike<number>} grey  @param {number} height  @param {number} width
   @param {number[]} size rows and columns wanted  @param {boolean} isInk */
  const inSize = (grey, height, width, size, isInk) => {
    const before = { height, width, values: Float64Array.from(grey) };
    const { values } = resized(before, size[0], size[1], "box", true);
    const [rows, columns] = size;
    const isLight = isInk && median(margin({ height: rows, width: columns, values })) > 127;
    return Uint8Array.from(values, (value) => (isLight ? 255 - value : value));
  };

  const shelf = /** @type {{digits?: object}} */ (/** @type {unknown} */ (globalThis));
  shelf.digits = { ...shelf.digits, inForm, inSize };
})();
