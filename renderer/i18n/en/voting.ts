export const voting = {};
