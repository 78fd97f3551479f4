/** Business days that make a year. */
export const BUSINESS_DAYS_IN_YEAR = 256;

/** What a daily standard deviation is multiplied with to make it annual: the root of the business days in a year. */
export const ROOT_BUSINESS_DAYS_IN_YEAR = 16;
