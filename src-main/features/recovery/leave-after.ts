/** A window gets the answer before its host goes. */
export const LEAVE_AFTER_MS = 1_500
