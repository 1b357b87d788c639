/** The reader (renderer/reader). */
export const reader = {
  title: 'Đọc tài liệu',
};
