/** Variable of the environment that tells the recorder's workers where to write. */
export const RECORDED = "FERRY_RECORDED_WORKER";
