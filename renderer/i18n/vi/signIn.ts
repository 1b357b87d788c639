/** Sign-in and first set-up. */
export const signIn = {
  title: 'Đăng nhập',
  claim: 'Phiên họp, tài liệu và biểu quyết',
  who: 'Người dùng trên máy này',
  somebodyElse: 'Người khác',
  username: 'Tên đăng nhập',
  passphrase: 'Mật khẩu',
  submit: 'Đăng nhập',
  busy: 'Đang kiểm tra…',
  wait_one: 'Thử lại sau {{count}} giây',
  wait_other: 'Thử lại sau {{count}} giây',
  needsNetwork: 'Lần đầu đăng nhập trên máy này cần kết nối với máy chủ {{server}}.',
  offlineToo: 'Đăng nhập được cả khi mất mạng: dữ liệu trên máy được mở bằng mật khẩu.',
  moved: {
    check: 'Máy chủ đã chuyển về đây từ {{from}}',
    hint: 'Dữ liệu trên máy này, kể cả những gì chưa gửi, được dùng tiếp ở đây. Trước đó, ứng dụng kiểm tra đây đúng là máy chủ cũ.',
    not: 'Bạn bắt đầu mới ở đây. Dữ liệu của địa chỉ cũ vẫn nằm yên trên máy.',
  },
  afresh: {
    title: 'Mật khẩu này đúng, nhưng không mở được dữ liệu trên máy này.',
    what: 'Quản trị hệ thống đã đặt lại mật khẩu của bạn. Những gì đang có trên máy vẫn khóa bằng mật khẩu cũ. Chưa có gì thay đổi.',
    known: 'Nếu bạn còn nhớ mật khẩu cũ, hoặc mã PIN',
    knownHint:
      'Hãy đăng nhập bằng mật khẩu cũ trước: mọi thứ mở ra nguyên vẹn. Sau đó nhập mật khẩu mới trong mục Đồng bộ và chờ gửi; những gì chưa gửi sẽ được gửi.',
    knownElsewhere:
      'Hãy đăng nhập bằng mật khẩu cũ để xem và chép lại những gì chưa gửi. Chúng không gửi được từ máy này nữa vì bạn đã bắt đầu lại trên một thiết bị khác.',
    former: 'Dùng mật khẩu cũ',
    unknown: 'Nếu không nhớ mật khẩu cũ',
    unknownHint:
      'Nếu bạn có thiết bị khác còn mở được, hãy nhập mật khẩu mới trên thiết bị đó trước, rồi đăng nhập lại ở đây: không mất gì. Nếu không có, hãy bắt đầu lại. Phiếu khôi phục lập trước khi đặt lại mật khẩu không còn dùng được.',
    unknownElsewhere: 'Hãy bắt đầu lại. Phiếu khôi phục lập trước khi đặt lại mật khẩu không còn dùng được.',
    start: 'Bắt đầu lại trên máy này',
    question: 'Bắt đầu lại trên máy này?',
    comes: 'Phiên họp, tài liệu, phiếu biểu quyết và mọi thứ máy chủ đã nhận sẽ được tải lại về máy.',
    stays:
      'Những gì làm trên máy này mà chưa gửi, và ghi chú riêng, sẽ không còn thấy. Chúng được giữ riêng trên máy, vẫn khóa bằng mật khẩu cũ; nếu sau này nhớ ra mật khẩu cũ, quản trị hệ thống mở lại được.',
    others: 'Thiết bị khác của bạn còn giữ dữ liệu cũ cũng sẽ phải bắt đầu lại.',
    first: {
      title: 'Mật khẩu này đúng, nhưng không mở được ghi chú riêng của bạn.',
      what: 'Quản trị hệ thống đã đặt lại mật khẩu của bạn. Ghi chú riêng và những chỗ đang đọc dở còn khóa bằng khóa chỉ có trên các thiết bị bạn đã dùng. Chưa có gì thay đổi.',
      known: 'Nếu bạn có thiết bị khác còn mở được',
      knownHint:
        'Hãy mở thiết bị đó bằng mật khẩu cũ hoặc mã PIN, nhập mật khẩu mới trong mục Đồng bộ và chờ gửi, rồi đăng nhập lại ở đây: không mất gì.',
      unknown: 'Nếu không có thiết bị nào',
      unknownHint:
        'Hãy bắt đầu lại: mọi thứ có lại trên máy này, trừ ghi chú riêng. Phiếu khôi phục lập trước khi đặt lại mật khẩu không còn dùng được.',
      back: 'Quay lại, tôi dùng thiết bị kia trước',
      stays:
        'Ghi chú riêng từ trước, nét đánh dấu trên tài liệu và những chỗ đang đọc dở sẽ không ai mở được nữa.',
    },
  },
  setup: {
    title: 'Thiết lập lần đầu',
    lead: 'Máy chủ {{server}} chưa có ai. Người thiết lập sẽ là quản trị hệ thống.',
    code: 'Mã thiết lập',
    organisationName: 'Tên cơ quan',
    bodyName: 'Tên tập thể ra quyết định',
    name: 'Họ và tên',
    position: 'Chức vụ',
    username: 'Tên đăng nhập',
    submit: 'Thiết lập và đăng nhập',
    hints: {
      code: 'Máy chủ in mã này khi khởi động lần đầu.',
      organisationName: 'Ví dụ: Ủy ban nhân dân thành phố Huế',
      bodyName: 'Ví dụ: Tập thể Ủy ban nhân dân thành phố',
      name: 'Như ghi trong văn bản',
      position: 'Có thể để trống',
      username: 'Chữ thường không dấu, chữ số, dấu chấm; ví dụ: nguyen.van.an',
      passphrase: 'Ít nhất {{count}} ký tự; nên là vài từ dễ nhớ. Mật khẩu này cũng mở dữ liệu trên máy.',
    },
  },
};
