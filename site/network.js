// A convolutional network on one image: plain loops over arrays, in the order of the steps that the report holds, which
// analysis/models/steps.py describes.  The channels of a pixel stand side by side.
"use strict";

(() => {
  /** @typedef {{dtype: string, data: string, scale?: Packed}} Packed whole numbers have a scale per output channel
      @typedef {{shape: number[], values: Float32Array}} Values of an image (height, width, channels), or of a vector
      @typedef {{strides: number[], dilation: number[], padding: number[], size: number[], groups: number, axis: number,
        function: string, slope: number, most: number, threshold: number, alpha: number}} Settings
      @typedef {{kind: string, inputs: number[], shape: number[], settings: Settings,
        weights: Record<string, Packed>}} Step
      @typedef {{shape: number[], margins: number[], scale: Packed, offset: Packed, probabilities: boolean,
        steps: Step[]}} Network
      @typedef {Record<string, Float32Array>} Weights */

  const KINDS = { int16: Int16Array, float32: Float32Array, uint8: Uint8Array };
  /** What was packed as base64, its bytes in the order that every browser's machine has.
   @param {Packed} packed  @returns {Int16Array | Float32Array | Uint8Array} */
  const unpacked = ({ dtype, data }) => new KINDS[/** @type {keyof KINDS} */ (dtype)](
    Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer,
  );
  /** @param {Packed} packed */
  const weightsOf = (packed) => {
    const scale = packed.scale ? unpacked(packed.scale) : [1];
    return Float32Array.from(unpacked(packed), (value, place) => value * scale[place % scale.length]);
  };

  /** Move a window over an image: `visit` gets the pixel of the result, that below the window, and the window's own.
   @param {Step} step  @param {number[]} size of the window  @param {Values} input  @param {number} start of all values
   @param {(out: Float32Array, to: number, from: number, at: number) => void} visit */
  const slide = ({ shape: [high, wide, channels], settings }, size, { shape: [height, width] }, start, visit) => {
    const { strides, padding: [top, , left], dilation = [1, 1] } = settings;
    const out = new Float32Array(high * wide * channels).fill(start);
    for (let to = 0; to < high * wide; to += 1) {
      const [y, x] = [Math.floor(to / wide) * strides[0] - top, (to % wide) * strides[1] - left];
      for (let at = 0; at < size[0] * size[1]; at += 1) {
        const [row, column] = [y + Math.floor(at / size[1]) * dilation[0], x + (at % size[1]) * dilation[1]];
        if (row >= 0 && row < height && column >= 0 && column < width) visit(out, to, row * width + column, at);
      }
    }
    return out;
  };
  /** The last axis: channels of an image, numbers of a vector.  @param {Values} input */
  const last = ({ shape }) => shape[shape.length - 1];
  /** @param {Float32Array} out  @param {Float32Array} bias */
  const shifted = (out, bias) => out.map((value, k) => value + bias[k % bias.length]);
  /** Gather all pixels of each channel.
   @param {Values} input  @param {number} start  @param {(sum: number, value: number) => number} gather */
  const gathered = (input, start, gather) => {
    const out = new Float32Array(last(input)).fill(start);
    input.values.forEach((value, k) => { out[k % out.length] = gather(out[k % out.length], value); });
    return out;
  };
  /** @param {Step} step  @param {Values} input  @param {number} start
   @param {(sum: number, value: number) => number} gather */
  const pooled = (step, input, start, gather) => {
    const depth = last(input);
    return slide(step, step.settings.size, input, start, (out, to, from) => {
      for (let k = to * depth, seen = from * depth; k < (to + 1) * depth; k += 1, seen += 1) {
        out[k] = gather(out[k], input.values[seen]);
      }
    });
  };
  /** @param {number} sum  @param {number} value */
  const plus = (sum, value) => sum + value;

  /** @type {Record<string, (step: Step, weights: Weights, inputs: Values[]) => Float32Array>} */
  const STEPS = {
    convolution: (step, { kernel, bias }, [input]) => {
      const [depth, count, groups] = [last(input), bias.length, step.settings.groups];
      const [within, each] = [depth / groups, count / groups];
      return shifted(slide(step, step.settings.size, input, 0, (out, to, from, at) => {
        for (let k = 0; k < depth; k += 1) {
          const value = input.values[from * depth + k];
          const group = Math.floor(k / within) * each;
          const [first, begin] = [to * count + group, (at * within + (k % within)) * count + group];
          if (value) for (let j = 0; j < each; j += 1) out[first + j] += value * kernel[begin + j];
        }
      }), bias);
    },
    "depthwise convolution": (step, { kernel, bias }, [input]) => {
      const [depth, count] = [last(input), bias.length];
      return shifted(slide(step, step.settings.size, input, 0, (out, to, from, at) => {
        for (let j = 0; j < count; j += 1) {
          out[to * count + j] += input.values[from * depth + Math.floor((j * depth) / count)] * kernel[at * count + j];
        }
      }), bias);
    },
    dense: (_, { kernel, bias }, [input]) => {
      const [depth, count] = [last(input), bias.length];
      const out = new Float32Array((input.values.length / depth) * count);
      input.values.forEach((value, k) => {
        const [first, begin] = [Math.floor(k / depth) * count, (k % depth) * count];
        if (value) for (let j = 0; j < count; j += 1) out[first + j] += value * kernel[begin + j];
      });
      return shifted(out, bias);
    },
    "max pooling": (step, _, [input]) => pooled(step, input, -Infinity, Math.max),
    "average pooling": (step, _, [input]) => { // of what lies inside the image
      const ones = { shape: input.shape, values: input.values.map(() => 1) };
      const counts = pooled(step, ones, 0, plus);
      return pooled(step, input, 0, plus).map((sum, k) => sum / counts[k]);
    },
    "global max pooling": (_, __, [input]) => gathered(input, -Infinity, Math.max),
    "global average pooling": (_, __, [input]) => (
      gathered(input, 0, plus).map((sum, _k, out) => (sum * out.length) / input.values.length)),
    scaling: (_, { scale, offset }, [input]) => input.values.map(
      (value, k) => value * scale[k % scale.length] + offset[k % offset.length],
    ),
    activation: ({ settings }, _, [input]) => activated(settings, input),
    padding: ({ settings, shape }, _, [input]) => laid(input, shape, settings.padding),
    reshaping: (_, __, [input]) => input.values,
    addition: (_, __, [first, ...others]) => first.values.map(
      (value, k) => others.reduce((sum, other) => sum + other.values[k], value),
    ),
    concatenation: ({ shape, settings: { axis } }, _, inputs) => {
      const out = new Float32Array(product(shape));
      const row = product(shape.slice(axis));
      let start = 0;
      for (const input of inputs) {
        const length = product(input.shape.slice(axis));
        for (let from = 0, to = start; from < input.values.length; from += length, to += row) {
          out.set(input.values.subarray(from, from + length), to);
        }
        start += length;
      }
      return out;
    },
  };
  /** @param {number[]} shape */
  const product = (shape) => shape.reduce((sum, side) => sum * side, 1);
  /** Lay an image into margins of zeros; where these are below 0, it is cut.
   @param {Values} input  @param {number[]} shape  @param {number[]} margins */
  const laid = ({ shape: [height, width, depth], values }, shape, [top, , left]) => {
    const out = new Float32Array(product(shape));
    for (let row = Math.max(0, top); row < Math.min(shape[0], height + top); row += 1) {
      for (let column = Math.max(0, left); column < Math.min(shape[1], width + left); column += 1) {
        const from = ((row - top) * width + column - left) * depth;
        out.set(values.subarray(from, from + depth), (row * shape[1] + column) * depth);
      }
    }
    return out;
  };

  const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));
  const hard = (/** @type {number} */ x) => Math.min(1, Math.max(0, x / 6 + 0.5));
  /** Abramowitz and Stegun 7.1.26, within 1.5e-7.  @param {number} x */
  const erf = (x) => {
    const t = 1 / (1 + 0.3275911 * Math.abs(x));
    const sum = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]
      .reduce((all, one) => all * t + one, 0);
    return Math.sign(x) * (1 - sum * t * Math.exp(-x * x));
  };
  /** @type {Record<string, (x: number, settings: Settings) => number>} */
  const ACTIVATIONS = {
    relu: (x, { slope = 0, most = Infinity, threshold = 0 }) => (
      Math.min(most, x >= threshold ? x : slope * (x - threshold))),
    elu: (x, { alpha }) => (x < 0 ? alpha * Math.expm1(x) : x),
    selu: (x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x),
    gelu: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
    silu: (x) => x * sigmoid(x),
    "hard silu": (x) => x * hard(x),
    sigmoid,
    "hard sigmoid": hard,
    tanh: Math.tanh,
    softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  };
  /** Shares of 1.  @param {ArrayLike<number>} logits */
  const softmax = (logits) => {
    const most = Array.from(logits).reduce((one, other) => Math.max(one, other));
    const powers = Array.from(logits, (one) => Math.exp(one - most));
    const sum = powers.reduce(plus);
    return powers.map((one) => one / sum);
  };
  /** @param {Settings} settings  @param {Values} input */
  const activated = (settings, input) => {
    const act = ACTIVATIONS[settings.function];
    if (act) return input.values.map((value) => act(value, settings));
    const [depth, out] = [last(input), new Float32Array(input.values.length)];
    for (let start = 0; start < out.length; start += depth) {
      out.set(softmax(input.values.subarray(start, start + depth)), start);
    }
    return settings.function === "softmax" ? out : out.map(Math.log);
  };

  /** Make a network ready: a function of an image, grey values row by row, that gives the logits.
   @param {Network} network  @returns {(image: ArrayLike<number>) => Float32Array} */
  const network = ({ shape: [height, width], margins, scale, offset, probabilities, steps }) => {
    const [factors, shifts] = [scale, offset].map(weightsOf);
    const every = steps.map((step) => Object.fromEntries(
      Object.entries(step.weights).map(([name, packed]) => [name, weightsOf(packed)]),
    ));
    const [high, wide] = [height + margins[0] + margins[1], width + margins[2] + margins[3]];
    return (image) => {
      const seen = laid({ shape: [height, width, 1], values: Float32Array.from(image) }, [high, wide, 1], margins);
      /** @type {Values[]} */
      const made = [{ shape: [high, wide, 1], values: seen.map((value, k) => (
        value * factors[k % factors.length] + shifts[k % shifts.length])) }];
      steps.forEach((step, k) => made.push({
        shape: step.shape, values: STEPS[step.kind](step, every[k], step.inputs.map((place) => made[place])),
      }));
      const { values } = made[made.length - 1]; // one alone speaks for the second of two classes
      const scores = values.length > 1 ? values : Float32Array.of(probabilities ? 1 - values[0] : 0, values[0]);
      return probabilities ? scores.map((share) => Math.log(Math.max(share, 1e-38))) : scores;
    };
  };

  const shelf = /** @type {{digits?: object}} */ (/** @type {unknown} */ (globalThis));
  shelf.digits = { ...shelf.digits, network, softmax, unpacked };
})();
