/** Locking, PIN, change of passphrase, papers that are closed for a while, the organisation's policy. */
export const lock = {
  title: 'Mở khóa',
  because: {
    idle: 'Ứng dụng đã tự khóa vì không được dùng một lúc. Những gì đã nhập vẫn được giữ.',
    away: 'Ứng dụng đã tự khóa vì máy ngủ hoặc màn hình bị khóa. Những gì đã nhập vẫn được giữ.',
  },
  pin: 'Mã PIN',
  pinOf: 'Mã PIN của {{name}}',
  digits_one: 'Đã nhập {{count}} chữ số',
  digits_other: 'Đã nhập {{count}} chữ số',
  erase: 'Xóa',
  unlock: 'Mở khóa',
  confirm: 'Mở tài liệu',
  usePassphrase: 'Dùng mật khẩu',
  usePin: 'Dùng mã PIN',
  closed: {
    title: 'Tài liệu tạm đóng',
    lastContact: 'Liên lạc gần nhất với máy chủ: {{when}}.',
    never: 'Máy này chưa từng liên lạc được với máy chủ.',
    badge: 'Tạm đóng',
    sync: 'Liên lạc ngay',
    openAgain: 'Mở lại tài liệu',
    leaseEnded_one:
      '{{count}} tài liệu tạm đóng vì máy này lâu ngày không liên lạc với máy chủ. Hãy kết nối mạng; tài liệu mở lại ngay khi liên lạc được.',
    leaseEnded_other:
      '{{count}} tài liệu tạm đóng vì máy này lâu ngày không liên lạc với máy chủ. Hãy kết nối mạng; tài liệu mở lại ngay khi liên lạc được.',
    unconfirmed_one:
      '{{count}} tài liệu mật tạm đóng vì máy không được dùng một lúc. Nhập mã PIN hoặc mật khẩu để mở lại.',
    unconfirmed_other:
      '{{count}} tài liệu mật tạm đóng vì máy không được dùng một lúc. Nhập mã PIN hoặc mật khẩu để mở lại.',
  },
  secret: {
    passphrase: {
      next: 'Mật khẩu mới',
      hint: 'Ít nhất 8 ký tự; nên là vài từ dễ nhớ.',
      again: 'Nhập lại mật khẩu mới',
    },
    pin: {
      next: 'Mã PIN mới',
      hint: 'Từ 6 đến 12 chữ số. Sai 5 lần liền thì mã PIN mất, phải dùng mật khẩu.',
      again: 'Nhập lại mã PIN mới',
    },
    differs: 'Hai lần nhập không giống nhau.',
  },
  settings: {
    title: 'Khóa và mật khẩu',
    after: 'Tự khóa khi không dùng',
    afterMinutes_one: 'Sau {{count}} phút',
    afterMinutes_other: 'Sau {{count}} phút',
    afterHint_one:
      'Cơ quan cho phép nhiều nhất {{count}} phút. Máy ngủ hoặc khóa màn hình thì ứng dụng khóa ngay.',
    afterHint_other:
      'Cơ quan cho phép nhiều nhất {{count}} phút. Máy ngủ hoặc khóa màn hình thì ứng dụng khóa ngay.',
    lockNow: 'Khóa ngay',
    pinIs_one: 'Có mã PIN; còn {{count}} lần thử.',
    pinIs_other: 'Có mã PIN; còn {{count}} lần thử.',
    pinIsNot: 'Chưa có mã PIN.',
    pinKept: 'Mã PIN dùng được cả sau khi khởi động lại: kho khóa của hệ điều hành giữ một nửa.',
    pinNotKept: 'Máy này không có kho khóa tin cậy nên mã PIN chỉ dùng được đến khi đóng ứng dụng.',
    pinNotOnLoaner: 'Máy mượn chỉ mở bằng mật khẩu, không đặt được mã PIN.',
    setPin: 'Đặt mã PIN',
    changePin: 'Đổi mã PIN',
    removePin: 'Bỏ mã PIN',
    current: 'Mật khẩu hiện nay',
    change: 'Đổi mật khẩu',
    changeMeans:
      'Các thiết bị khác của bạn sẽ hỏi mật khẩu mới ở lần liên lạc sau; dữ liệu trên các máy vẫn nguyên vẹn.',
    changed: 'Đã đổi mật khẩu.',
    pinSet: 'Đã đặt mã PIN.',
    pinRemoved: 'Đã bỏ mã PIN.',
  },
  policy: {
    title: 'Thiết bị của thành viên',
    idle: 'Tự khóa khi không dùng',
    minutes_one: '{{count}} phút',
    minutes_other: '{{count}} phút',
    confirmFrom: 'Trong phiên họp, đóng tài liệu từ độ mật',
    confirmHint:
      'Người đang dự họp không bị khóa khỏi phiên họp; tài liệu từ độ mật này đóng lại cho đến khi nhập mã PIN hoặc mật khẩu.',
    leases: 'Đóng tài liệu khi máy không liên lạc với máy chủ',
    days_one: 'Sau {{count}} ngày',
    days_other: 'Sau {{count}} ngày',
    never: 'Không đóng',
  },
};
