// Everything can be read without this file.  It saves the figures of the single file, which holds them as SVG.
"use strict";

(() => {
  /** @param {string} address  @param {string} name */
  const save = (address, name) => {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  };

  /** The SVG that an address holds, always on light paper.  @param {string} address */
  const onLight = (address) => {
    const bytes = Uint8Array.from(atob(address.split(",")[1]), (letter) => letter.charCodeAt(0));
    const svg = new TextDecoder().decode(bytes)
      .replace("@media(prefers-color-scheme:dark)", "@media not all").replaceAll("#fdfdfb", "#ffffff");
    return `data:image/svg+xml,${encodeURIComponent(svg)}`;
  };

  /** Break words into lines.  @param {CanvasRenderingContext2D} pen  @param {string} words  @param {number} room */
  const broken = (pen, words, room) =>
    words.split(/\s+/).reduce((lines, word) => {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      return pen.measureText(longer).width <= room ? [...lines.slice(0, -1), longer] : [...lines, word];
    }, [""]);

  /**
   * Draw as the PNG of the site: side by side, below the caption of their figure, as wide as a slide.
   * @param {string[]} addresses  @param {Element | null | undefined} figure  @returns {Promise<string>}
   */
  const drawn = async (addresses, figure) => {
    const [wide, edge, gap] = [1920, 72, 48];
    const pictures = await Promise.all(addresses.map(async (address) => {
      const picture = new Image();
      picture.src = onLight(address);
      await picture.decode();
      return picture;
    }));
    const total = pictures.reduce((sum, picture) => sum + picture.width, 0);
    const scale = Math.min(6, Math.max(2, Math.round((wide - 2 * edge) / total)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(wide, scale * total + edge * (pictures.length + 1));
    const pen = canvas.getContext("2d");
    if (!pen) return "";
    const looks = [["claim", 60, "#17181c", "serif"], ["measure", 36, "#53555d", "sans-serif"]];
    const lines = looks.flatMap(([name, size, colour, family]) => {
      pen.font = `${size}px ${family}`;
      const words = figure?.querySelector(`.${name}`)?.textContent?.trim() ?? "";
      const look = { size: Number(size), colour, font: pen.font };
      return broken(pen, words, canvas.width - 2 * edge).map((text) => ({ text, ...look }));
    });
    const head = edge + gap + lines.reduce((sum, line) => sum + 1.3 * line.size, 0);
    canvas.height = head + edge + scale * Math.max(...pictures.map((picture) => picture.height));
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.textBaseline = "top";
    let below = edge;
    for (const line of lines) {
      [pen.font, pen.fillStyle] = [line.font, String(line.colour)];
      pen.fillText(line.text, edge, below);
      below += 1.3 * line.size;
    }
    let left = edge;
    for (const picture of pictures) {
      pen.drawImage(picture, left, head, scale * picture.width, scale * picture.height);
      left += scale * picture.width + edge;
    }
    return canvas.toDataURL("image/png");
  };

  addEventListener("DOMContentLoaded", () => {
    const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".take button[name]"));
    for (const button of buttons) {
      const figure = button.closest("figure");
      const png = button.value === "png";
      const held = [...figure?.querySelectorAll(png ? "[data-figure]" : `[data-figure="${button.name}"]`) ?? []];
      const addresses = held.map((one) => one.getAttribute("src") ?? one.getAttribute("href") ?? "");
      button.addEventListener("click", async () => {
        save(png ? await drawn(addresses, figure) : addresses[0], `${button.name}.${button.value}`);
      });
      button.hidden = false;
    }
  });
})();
