import { z } from "zod";

/** As much as every registry asks of a reference: `host:port/path/name:tag@digest`. */
export const imageReference = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:/@+-]*$/, { error: "no reference of an image" });
