/** How often each thing is measured: `npm run bench -- 3`. */
export const rounds = Number(process.argv[2] ?? 7);
