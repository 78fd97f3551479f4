import { attachInteraction } from "./interaction.js";
import { readLinePath } from "./paths.js";
import { labelWidth, plotFrame, roomForLabels, withAir } from "./plotFrame.js";
import { momentLabel, numberLabel, numberTicks, timeTicks } from "./ticks.js";

/**
 * The script of a page, made of the source of the functions that drew it, so that a zoomed chart is drawn as the first one was.
 * `__name` stands for the helper that esbuild may wrap functions in; under a bundler that adds helpers of other names the
 * script stops at the first, and the charts stay as they were drawn.
 */
export function pageScript(): string {
  const ticks = { momentLabel, numberLabel, numberTicks, timeTicks };
  const tools = { ...ticks, plotFrame, roomForLabels, labelWidth, withAir, readLinePath };
  const members = Object.entries(tools).map(([name, source]) => `${name}:${source.toString()}`);
  return `"use strict";const __name=(f)=>f;
const onResize=(element,listener)=>new ResizeObserver(listener).observe(element);
(${attachInteraction.toString()})(document,{onResize,
${members.join(",\n")}});`;
}
