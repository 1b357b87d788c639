/** The reader (renderer/reader). */
export const reader = {
  title: 'Read a paper',
};
