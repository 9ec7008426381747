// Ten errors, one after the other, and the score.  Answers live in this page alone; without this file all ten are shown.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector(".quiz");
  if (!(place instanceof HTMLElement)) return;
  /** @type {(selector: string, within?: Element) => HTMLElement} */
  const one = (selector, within = place) => /** @type {HTMLElement} */ (within.querySelector(selector));
  const questions = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".question")]);
  const [told, score] = [one(".told"), one(".score")];
  const { model = "" } = place.dataset;
  let right = 0;
  let alike = 0;

  /** @param {string} words  @param {() => void} act */
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  /** @param {string} role  @param {string} words */
  const span = (role, words) => {
    const made = document.createElement("span");
    made.className = role;
    made.textContent = words;
    return made;
  };

  const finish = () => {
    place.classList.replace("asking", "done");
    one(".yours", score).textContent = String(right);
    for (const each of questions) each.hidden = false;
    score.hidden = false;
    one(".alike", score).textContent = `On ${alike || "none"} of the ten you gave the answer of ${model}.`;
    told.textContent = `You agree with ${right} of 10 labels, ${model} with none of them.`;
    one("h3", score).focus();
  };

  /** @param {number} k */
  const ask = (k) => {
    questions.forEach((each, other) => { each.hidden = other !== k; });
    told.textContent = "";
    if (k) one("h3", questions[k]).focus();
  };

  questions.forEach((question, k) => {
    const { label = "", predicted = "" } = question.dataset;
    const fold = one("details", question);
    const truth = one("p", fold);
    const options = /** @type {HTMLElement[]} */ ([...question.querySelectorAll(".options li")]);
    truth.className = "truth";
    truth.hidden = true;
    fold.replaceWith(truth);

    /** @param {string} chosen */
    const answer = (chosen) => {
      for (const option of options) {
        const name = option.textContent ?? "";
        const who = [
          ...(name === label ? ["label"] : []),
          ...(name === predicted ? [model.replace(/^the /, "")] : []),
          ...(name === chosen ? ["you"] : []),
        ];
        option.className = name === label ? "right" : name === predicted ? "wrong" : "";
        option.classList.toggle("chosen", name === chosen);
        option.replaceChildren(span("name", name), " ", span("who", who.join(",\n")));
      }
      right += Number(chosen === label);
      alike += Number(chosen === predicted);
      truth.hidden = false;
      const agreement = chosen === label ? ", as the label does" : chosen === predicted ? `, as ${model} did` : "";
      told.textContent = `You said ${chosen}${agreement}. ${truth.firstChild?.textContent?.trim() ?? ""}`;
      const next = button(k + 1 < questions.length ? "Next image" : "The score", () => {
        next.remove();
        if (k + 1 < questions.length) ask(k + 1);
        else finish();
      });
      question.append(next);
      next.className = "next";
      next.focus();
    };
    for (const option of options) {
      const name = option.textContent?.trim() ?? "";
      option.replaceChildren(button(name, () => answer(name)));
    }
  });
  for (const without of place.parentElement?.querySelectorAll(".without-script") ?? []) without.remove();
  place.classList.add("asking");
  ask(0);
});
