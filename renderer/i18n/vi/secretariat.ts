/** The secretariat's screens (renderer/secretariat). */
export const secretariat = {
  title: 'Soạn phiên họp',
};
