// Node's modules as `require` gives them. An `import` asks a module for all that it exports, and so loads
// what only some of that needs: streams and readline with node:fs, WebCrypto with node:crypto. That is
// 4 % of the time in which a release is rendered, so the modules on that way get theirs here.

export const fs = process.getBuiltinModule("node:fs");
export const crypto = process.getBuiltinModule("node:crypto");
export const util = process.getBuiltinModule("node:util");
