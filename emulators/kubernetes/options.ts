/** What a test can settle about the emulated clusters. */
export interface ClusterOptions {
  /**
   * How long a create waits for what others are still making, in milliseconds: its namespace, a
   * Service's pods, what pods mount. The real provider waits up to ten minutes.
   */
  readonly waitMilliseconds: number;
  /** How often it looks, in milliseconds. */
  readonly pollMilliseconds: number;
  /** StorageClasses that a new cluster has; the first is the default one. */
  readonly storageClasses: readonly string[];
}

export const defaultOptions: ClusterOptions = {
  waitMilliseconds: 10_000,
  pollMilliseconds: 50,
  storageClasses: ["standard"],
};
