export type Profile = "low-resource" | "XS" | "S" | "M" | "L" | "XL";
