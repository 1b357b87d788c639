/** Settings of the person and the device. */
export const account = {
  title: 'Cài đặt',
  display: 'Hiển thị',
  language: 'Ngôn ngữ',
  theme: 'Nền',
  themes: { light: 'Sáng', dark: 'Tối', system: 'Theo máy' },
  textSize: 'Cỡ chữ',
  textSizes: { normal: 'Vừa', large: 'Lớn', larger: 'Rất lớn' },
  me: 'Tài khoản',
  name: 'Họ và tên',
  position: 'Chức vụ',
  username: 'Tên đăng nhập',
  server: 'Máy chủ',
  papers: 'Tài liệu trên máy này',
  paperLimit: 'Dung lượng dành cho tài liệu',
  noPaperLimit: 'Tùy dung lượng ổ đĩa',
  paperLimitHint:
    'Khi hết chỗ, tài liệu của phiên họp đã kết thúc lâu nhất được bỏ khỏi máy trước; khi mở sẽ tải lại. Ổ đĩa luôn được chừa một phần trống.',
  paperRate: 'Tốc độ tải tài liệu xuống và lên',
  noPaperRate: 'Nhanh nhất mạng cho phép',
  papersOnOpening: 'Chỉ tải tài liệu khi tôi mở (khi dùng mạng tính tiền theo dung lượng)',
  devices: 'Thiết bị đã đăng nhập',
  thisDevice: 'Máy này',
  enrolledAt: 'Đăng ký lúc {{when}}',
  revoked: 'Đã thu hồi ngày {{when}}',
  revoke: 'Thu hồi',
  revokeOne: 'Thu hồi {{device}}',
  revokeQuestion: 'Thu hồi “{{device}}”?',
  revokeMeans:
    'Thiết bị này sẽ không gửi, nhận và ký được gì nữa. Phiếu biểu quyết đã được tiếp nhận từ thiết bị vẫn có giá trị; những gì chưa gửi sẽ bị từ chối. Không thể hoàn tác.',
  unknownDevice:
    'Nếu thấy thiết bị lạ trong danh sách, hãy thu hồi thiết bị đó và báo ngay cho quản trị hệ thống.',
};
