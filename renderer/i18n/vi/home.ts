/** The first screen: the next session and what is waiting. */
export const home = {
  next: 'Phiên họp tới',
  now: 'Phiên họp đang diễn ra',
  openAgenda: 'Mở chương trình',
  enter: 'Vào họp',
  papersHere: '{{have}}/{{total}} tài liệu đã trên máy',
  readCount: 'đã đọc {{read}}/{{total}}',
  bytes: '{{have}} trên {{total}}',
  toDo: 'Cần làm',
  nothingToDo: 'Không có biểu quyết hay phiếu lấy ý kiến nào đang chờ.',
  toRead_one: 'Chưa đọc ({{count}})',
  toRead_other: 'Chưa đọc ({{count}})',
  moreToRead_one: 'Xem thêm {{count}} tài liệu',
  moreToRead_other: 'Xem thêm {{count}} tài liệu',
  continueReading: 'Đọc tiếp',
  page: 'Trang {{page}}/{{pages}}',
  changes: 'Mới thay đổi',
  noChanges: 'Không có gì mới từ lần trước.',
  change: {
    paper_added: 'Tài liệu mới',
    paper_version: 'Có bản mới',
    poll_opened: 'Bắt đầu biểu quyết',
    poll_closed: 'Biểu quyết đã kết thúc',
    meeting_published: 'Giấy mời họp',
    meeting_changed: 'Phiên họp có thay đổi',
  },
  noMeeting: 'Chưa có phiên họp nào sắp tới',
  noMeetingYet: 'Khi thư ký phát hành phiên họp, chương trình và tài liệu sẽ tự về máy này.',
  restored:
    'Máy chủ đã được khôi phục từ bản sao lưu ({{time}}). Những gì thiết bị này đã gửi sau bản sao lưu đang được gửi lại; bạn không cần làm gì.',
  restoredBack:
    'Máy chủ đã được khôi phục từ bản sao lưu ({{time}}). Những gì thiết bị này đã gửi sau bản sao lưu đã được gửi lại; bạn không cần làm gì.',
  restoredLog:
    'Nhật ký quyết định tiếp tục thành nhật ký mới; dấu của nhật ký trước vẫn được giữ trên thiết bị này.',
  restoredSeen: 'Đã hiểu',
  firstSync: 'Đang nhận dữ liệu lần đầu',
  firstSyncHint:
    'Phiên họp và tài liệu hiện ra khi đã nhận đủ. Sau lần này, mọi thứ dùng được cả khi mất mạng.',
  firstSyncStopped: 'Chưa nhận đủ dữ liệu lần đầu; sẽ tự tiếp tục khi có kết nối.',
};
