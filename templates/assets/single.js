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
    const svg = new TextDecoder().decode(bytes).replace("@media(prefers-color-scheme:dark)", "@media not all");
    return `data:image/svg+xml,${encodeURIComponent(svg)}`;
  };

  /** Draw at twice the size, as the site's PNG.  @param {string} address  @returns {Promise<string>} */
  const drawn = async (address) => {
    const picture = new Image();
    picture.src = onLight(address);
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png");
  };

  addEventListener("DOMContentLoaded", () => {
    const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".take button[name]"));
    for (const button of buttons) {
      const held = document.querySelector(`[data-figure="${button.name}"]`);
      const address = held?.getAttribute("src") ?? held?.getAttribute("href") ?? "";
      button.addEventListener("click", async () => {
        const png = button.value === "png";
        save(png ? await drawn(address) : address, `${button.name}.${button.value}`);
      });
      button.hidden = false;
    }
  });
})();
