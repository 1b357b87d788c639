/** Without case and diacritics, đ as d, so that "nghi quyet" finds "Nghị quyết". */
export const foldText = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
