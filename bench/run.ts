// `npm run bench`: figures that only mean something side by side, so each is a ratio of two things
// measured in turn in one run. Medians, since machines are noisy.
await import("./rendering.ts");
await import("./engine.ts");
