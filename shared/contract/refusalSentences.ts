import type { RefusalCode } from '../domain/refusal.ts';

export type Sentence = readonly [vi: string, en: string];

/** What the rules say no with; see `sentences.ts`. */
export const REFUSAL_SENTENCES: { readonly [C in RefusalCode]: Sentence } = {
  invalid: [
    'Nội dung gửi lên không hợp lệ. Hãy kiểm tra lại các ô đã nhập.',
    'What was sent is not valid. Check the fields and try again.',
  ],
  not_found: [
    'Không còn tìm thấy mục này; có thể đã được xóa. Hãy mở lại danh sách.',
    'This is no longer there; it may have been removed. Open the list again.',
  ],
  not_allowed: [
    'Vai trò của bạn không cho phép việc này. Hãy liên hệ thư ký phiên họp.',
    'Your role does not allow this. Ask the secretary of the meeting.',
  ],
  stale_revision: [
    'Người khác vừa sửa mục này. Phần bạn đã nhập vẫn được giữ; hãy so sánh hai bản rồi lưu lại.',
    'Somebody else has just changed this. What you typed is kept; compare the two and save again.',
  ],
  already_exists: ['Mục này đã có rồi.', 'This exists already.'],
  meeting_not_draft: [
    'Phiên họp đã được phát hành nên không thể làm việc này nữa.',
    'The meeting has been published, so this can no longer be done.',
  ],
  meeting_not_published: [
    'Phiên họp chưa được phát hành. Hãy phát hành trước.',
    'The meeting is not published yet. Publish it first.',
  ],
  meeting_empty: [
    'Chương trình chưa có nội dung nào. Hãy thêm ít nhất một nội dung rồi phát hành.',
    'The agenda has no items. Add at least one, then publish.',
  ],
  meeting_wrong_status: [
    'Phiên họp chưa ở trạng thái cho phép việc này. Hãy bắt đầu phiên họp trước.',
    'The meeting is not in a state that allows this. Start the session first.',
  ],
  participant_last_secretary: [
    'Phiên họp phải còn ít nhất một thư ký. Hãy chỉ định thư ký khác trước.',
    'A meeting keeps at least one secretary. Name another one first.',
  ],
  item_has_children: [
    'Nội dung này còn mục con hoặc cuộc biểu quyết. Hãy chuyển hoặc xóa chúng trước.',
    'This item still has sub-items or polls. Move or remove them first.',
  ],
  item_cycle: ['Không thể đặt một nội dung vào bên trong chính nó.', 'An item cannot stand inside itself.'],
  paper_classification_refused: [
    'Hệ thống này không được phép lưu tài liệu ở độ mật đã chọn. Hãy xử lý tài liệu theo quy định bảo vệ bí mật nhà nước.',
    'This installation may not hold papers of that class. Handle the paper by the rules for state secrets.',
  ],
  paper_version_exists: [
    'Bản này trùng với bản hiện hành của tài liệu.',
    'This version is the same as the current one.',
  ],
  file_unknown: [
    'Máy chủ chưa có tệp này. Hãy tải tệp lên lại.',
    'The server does not have this file. Upload it again.',
  ],
  poll_not_draft: [
    'Cuộc biểu quyết đã bắt đầu nên không sửa được nữa. Muốn thay đổi, hãy lập cuộc biểu quyết mới.',
    'The poll has been opened and cannot be changed. Make a new poll to change it.',
  ],
  poll_not_open: ['Cuộc biểu quyết chưa bắt đầu.', 'The poll is not open.'],
  poll_not_closed: [
    'Cuộc biểu quyết chưa kết thúc. Hãy kết thúc trước khi công bố.',
    'The poll is not closed. Close it before announcing.',
  ],
  poll_no_quorum: [
    'Chưa đủ số thành viên dự họp: cần {needed}, có mặt {present}. Hãy điểm danh lại rồi bắt đầu biểu quyết.',
    'There is no quorum: {needed} needed, {present} present. Check attendance, then open the poll.',
  ],
  poll_electorate_empty: [
    'Không có ai có quyền biểu quyết. Hãy kiểm tra thành phần dự họp.',
    'Nobody has the right to vote. Check who takes part.',
  ],
  poll_document_outdated: [
    'Tài liệu của cuộc biểu quyết đã có bản mới. Hãy xác nhận bản sẽ biểu quyết trước khi bắt đầu.',
    'A document of this poll has a newer version. Confirm the version to vote on before opening.',
  ],
  poll_window_running: [
    'Còn trong thời hạn nhận phiếu đến sau, đến {until}. Hãy công bố sau thời điểm đó.',
    'Late ballots are still accepted until {until}. Announce after that.',
  ],
  poll_late_window_past: [
    'Thời hạn nhận phiếu đến sau đã qua. Hãy chọn thời điểm khác.',
    'The end of the window for late ballots has passed. Choose another time.',
  ],
  poll_rules_invalid: [
    'Quy tắc biểu quyết không dùng được với các lựa chọn này. Hãy kiểm tra lại.',
    'The rule set does not fit these choices. Check it.',
  ],
  poll_has_ballots: ['Cuộc biểu quyết đã có phiếu.', 'The poll has ballots.'],
  poll_not_as_opened: [
    'Sau khi máy chủ được khôi phục, cuộc biểu quyết không còn giống như lúc được mở nên không thể mở lại như cũ. Hãy kiểm tra nội dung rồi mở biểu quyết mới.',
    'After the server was restored the question is no longer what it was when it was opened, so it could not be opened again as it was. Check it and open it anew.',
  ],
  poll_result_differs: [
    'Sau khi máy chủ được khôi phục, còn thiếu phiếu nên kết quả khác với kết quả đã công bố. Hãy chờ thiết bị của các thành viên gửi lại phiếu, hoặc công bố kết quả hiện có.',
    'After the server was restored ballots are still missing, so the result is not the one that was announced. Wait until the members’ devices have sent theirs again, or announce what there is.',
  ],
  ballot_bad_signature: [
    'Chữ ký trên phiếu không đúng nên phiếu không được nhận. Hãy báo quản trị hệ thống và biểu quyết lại.',
    'The ballot’s signature is wrong, so it was not accepted. Tell the administrator and vote again.',
  ],
  ballot_bad_bytes: [
    'Phiếu không đúng định dạng nên không được nhận. Hãy cập nhật ứng dụng và biểu quyết lại.',
    'The ballot is not in the right form and was not accepted. Update the app and vote again.',
  ],
  ballot_wrong_poll_hash: [
    'Phiếu ghi nội dung khác với nội dung đang biểu quyết. Hãy mở lại và biểu quyết lại.',
    'The ballot names another wording than the one put to the vote. Open it again and vote again.',
  ],
  ballot_not_in_electorate: [
    'Bạn không có tên trong danh sách biểu quyết của nội dung này.',
    'You are not in the electorate of this poll.',
  ],
  ballot_choice_not_offered: [
    'Lựa chọn trên phiếu không có trong cuộc biểu quyết này. Hãy chọn lại.',
    'The choice on the ballot is not offered here. Choose again.',
  ],
  ballot_text_missing: [
    'Ý kiến khác cần ghi rõ nội dung. Hãy nhập ý kiến rồi gửi lại.',
    'An other opinion needs its text. Write it and send again.',
  ],
  ballot_replaces_unknown: [
    'Phiếu thay thế một phiếu mà máy chủ không biết. Hãy đồng bộ rồi biểu quyết lại.',
    'The ballot replaces one that the server does not know. Sync, then vote again.',
  ],
  ballot_not_changeable: [
    'Cuộc biểu quyết này không cho phép thay đổi lựa chọn.',
    'This poll does not allow a change of choice.',
  ],
  ballot_device_unknown: [
    'Thiết bị này chưa được đăng ký hoặc đã bị thu hồi. Hãy đăng nhập lại.',
    'This device is not enrolled, or was revoked. Sign in again.',
  ],
  ballot_checkpoint_unknown: [
    'Phiếu dựa trên một nhật ký mà máy chủ không nhận ra. Hãy báo ngay cho quản trị hệ thống.',
    'The ballot rests on a log that the server does not recognise. Tell the administrator at once.',
  ],
  ballot_poll_closed: [
    'Cuộc biểu quyết đã kết thúc trước khi phiếu được lập, nên phiếu không được nhận.',
    'The poll was closed before the ballot was made, so it was not accepted.',
  ],
  ballot_duplicate: ['Phiếu này đã được nhận.', 'This ballot has been received already.'],
  slip_not_draft: [
    'Phiếu lấy ý kiến đã gửi nên không sửa được nữa.',
    'The slip has been sent and cannot be changed.',
  ],
  slip_not_sent: ['Phiếu lấy ý kiến chưa được gửi.', 'The slip has not been sent.'],
  needs_connection: [
    'Việc này cần kết nối tới máy chủ. Hãy thử lại khi có mạng.',
    'This needs a connection to the server. Try again when there is one.',
  ],
  server_failed: [
    'Máy chủ không xử lý được việc này sau ba lần. Nội dung vẫn giữ trên máy; hãy báo quản trị hệ thống.',
    'The server failed on this three times. What you wrote is kept here; tell the administrator.',
  ],
};
