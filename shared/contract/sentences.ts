import type { RefusalParams } from '../domain/refusal.ts';
import { isErrorCode, type ErrorCode } from './errors.ts';
import { REFUSAL_SENTENCES, type Sentence } from './refusalSentences.ts';

/**
 * The sentence of every code, in both languages: what happened, and the one thing to do next. Used by the server for
 * problem documents and by the renderer, so that an error reads the same wherever it was made. `{name}` stands for a
 * parameter.
 */
export type Language = 'vi' | 'en';

const SENTENCES: { readonly [C in ErrorCode]: Sentence } = {
  ...REFUSAL_SENTENCES,
  // signing in
  credentials_wrong: ['Tên đăng nhập hoặc mật khẩu không đúng.', 'The user name or the passphrase is wrong.'],
  account_disabled: [
    'Tài khoản này đã bị khóa. Hãy liên hệ quản trị hệ thống.',
    'This account is disabled. Ask the administrator.',
  ],
  too_many_attempts: [
    'Đã thử quá nhiều lần. Hãy đợi một phút rồi thử lại.',
    'Too many attempts. Wait a minute, then try again.',
  ],
  device_revoked: [
    'Thiết bị này đã bị thu hồi quyền truy cập. Hãy liên hệ quản trị hệ thống.',
    'This device’s access was revoked. Ask the administrator.',
  ],
  device_wipe: [
    'Có lệnh xóa dữ liệu trên thiết bị này. Khóa và dữ liệu của bạn trên máy đang được xóa; hãy liên hệ quản trị hệ thống.',
    'This device was ordered to be wiped. Your keys and data on it are being destroyed; ask the administrator.',
  ],
  not_signed_in: [
    'Mật khẩu của bạn đã được đổi ở nơi khác. Hãy nhập mật khẩu mới trong mục Đồng bộ và chờ gửi.',
    'Your passphrase was changed elsewhere. Type the new one under “Sync and what is waiting”.',
  ],
  recovery_code_typo: [
    'Mã chưa đúng: có ký tự bị thiếu hoặc nhầm. Hãy so lại từng nhóm bốn ký tự trên phiếu.',
    'The code is not right: something is missing or mistyped. Compare it with the sheet, group by group.',
  ],
  recovery_wrong: [
    'Tên đăng nhập hoặc mã trên phiếu khôi phục không đúng, hoặc mã đã được dùng. Hãy kiểm tra từng nhóm ký tự.',
    'The user name or the code of the recovery sheet is wrong, or the code has been used. Check it group by group.',
  ],
  recovery_ended: [
    'Yêu cầu khôi phục này đã hết hạn hoặc đã bị từ chối. Hãy bắt đầu lại.',
    'This request for recovery has expired or was refused. Begin again.',
  ],
  recovery_taken: [
    'Một thiết bị khác của bạn đang xem xét yêu cầu này. Hãy tiếp tục trên thiết bị đó, hoặc bắt đầu lại.',
    'Another device of yours is already looking at this request. Go on there, or begin again.',
  ],
  recovery_key_wrong: [
    'Khóa nhận được không phải khóa mà thiết bị kia đã cam kết. Đừng chấp thuận; hãy báo quản trị hệ thống.',
    'The key that arrived is not the one that the other device committed to. Do not approve; tell the administrator.',
  ],
  setup_code_wrong: [
    'Mã thiết lập không đúng. Mã được in ra khi máy chủ khởi động.',
    'The setup code is wrong. It was printed when the server started.',
  ],
  setup_done: ['Hệ thống đã có quản trị. Hãy đăng nhập.', 'There is an administrator already. Sign in.'],
  username_taken: ['Tên đăng nhập này đã có. Hãy chọn tên khác.', 'That user name is taken. Choose another.'],

  // protocol
  bad_request: [
    'Ứng dụng gửi một yêu cầu không hợp lệ. Hãy cập nhật ứng dụng.',
    'The app sent a request that is not valid. Update the app.',
  ],
  unknown_path: ['Máy chủ không có địa chỉ này.', 'The server has no such address.'],
  protocol_too_old: [
    'Phiên bản ứng dụng quá cũ so với máy chủ. Hãy cập nhật ứng dụng.',
    'This app is too old for the server. Update the app.',
  ],
  protocol_too_new: [
    'Máy chủ cũ hơn ứng dụng. Hãy báo quản trị cập nhật máy chủ.',
    'The server is older than this app. Ask the administrator to update the server.',
  ],
  epoch_changed: [
    'Máy chủ vừa được khôi phục từ bản sao lưu. Ứng dụng sẽ tự đồng bộ lại.',
    'The server was restored from a backup. The app syncs again by itself.',
  ],
  log_changed: [
    'Nhật ký quyết định của máy chủ không phải là nhật ký mà thiết bị này đã biết. Ứng dụng đã dừng đồng bộ; dữ liệu trên thiết bị vẫn còn. Hãy báo quản trị hệ thống và đừng biểu quyết cho đến khi được giải thích.',
    'The server’s decision log is not the one this device knows. The app has stopped syncing; what is on this device is kept. Tell the administrator, and do not vote until it is explained.',
  ],
  cursors_needed: [
    'Máy chủ cần biết thiết bị này đang giữ những gì. Ứng dụng sẽ tự hỏi lại.',
    'The server needs to know what this device holds. The app asks again by itself.',
  ],
  mutation_gap: [
    'Thứ tự gửi bị gián đoạn. Ứng dụng sẽ tự gửi lại.',
    'Something was sent out of order. The app sends again.',
  ],
  internal: [
    'Có lỗi ngoài dự kiến nên việc này chưa làm được. Những gì đã giữ trên máy vẫn còn; hãy thử lại sau ít phút.',
    'Something unexpected failed, so this was not done. What was kept on this device is still here; try again in a few minutes.',
  ],

  // files
  file_not_pdf: [
    '“{name}” không phải tệp PDF. Hãy xuất sang PDF rồi tải lên lại.',
    '“{name}” is not a PDF. Export it as PDF and upload it again.',
  ],
  file_empty: ['“{name}” là tệp rỗng. Hãy chọn lại tệp.', '“{name}” is empty. Choose the file again.'],
  file_truncated: [
    '“{name}” bị thiếu phần cuối, có thể do sao chép chưa xong. Hãy lấy lại tệp gốc.',
    '“{name}” lacks its end; perhaps copying was not finished. Get the original again.',
  ],
  file_password: [
    '“{name}” cần mật khẩu để mở; đại biểu không thể đọc khi không có mạng. Hãy bỏ mật khẩu rồi tải lên lại.',
    '“{name}” needs a password; members could not read it offline. Remove the password and upload it again.',
  ],
  file_too_large: [
    '“{name}” lớn hơn mức cho phép ({limit} MB). Hãy giảm dung lượng tệp.',
    '“{name}” is larger than allowed ({limit} MB). Make the file smaller.',
  ],
  file_damaged: [
    'Nội dung tệp nhận được không khớp mã kiểm tra. Ứng dụng sẽ tải lại.',
    'What arrived of the file does not match its checksum. The app fetches it again.',
  ],
  file_unreadable: [
    '“{name}” không mở được trang nào. Hãy kiểm tra tệp gốc.',
    'No page of “{name}” can be opened. Check the original.',
  ],
  upload_chunk_wrong: [
    'Một phần của tệp bị lỗi khi truyền. Ứng dụng sẽ gửi lại.',
    'A piece of the file was damaged on the way. The app sends it again.',
  ],
  upload_incomplete: [
    'Tệp chưa được gửi đủ. Ứng dụng sẽ gửi tiếp.',
    'The file is not complete yet. The app goes on sending.',
  ],

  // the device
  not_on_loaner: [
    'Máy này được cho mượn nên chỉ mở bằng mật khẩu; không đặt được mã PIN.',
    'This device is lent, so that only the passphrase opens it; it can have no PIN.',
  ],
  return_unsent: [
    'Còn {count} mục của bạn chỉ có trên máy này. Hãy kết nối mạng để gửi, hoặc xác nhận là bỏ chúng.',
    '{count} things of yours are on this device only. Connect it so that they are sent, or confirm that they are lost.',
  ],
  locked: ['Ứng dụng đang khóa. Hãy đăng nhập.', 'The app is locked. Sign in.'],
  passphrase_wrong: [
    'Mật khẩu không đúng. Dữ liệu trên máy vẫn nguyên vẹn.',
    'The passphrase is wrong. What is on this device is untouched.',
  ],
  passphrase_wait: [
    'Đã nhập sai nhiều lần. Hãy đợi {seconds} giây rồi thử lại. Dữ liệu trên máy vẫn nguyên vẹn.',
    'Too many wrong tries. Wait {seconds} seconds. What is on this device is untouched.',
  ],
  starts_afresh: [
    'Mật khẩu này đúng, nhưng không mở được dữ liệu trên máy này: dữ liệu được khóa bằng mật khẩu trước đó. Chưa có gì thay đổi.',
    'This passphrase is right, but it does not open what is on this device: that is locked with the one before. Nothing has been changed.',
  ],
  server_other: [
    'Đây là một máy chủ khác, không phải máy chủ cũ chuyển địa chỉ. Dữ liệu trên máy vẫn nguyên vẹn và chưa có gì được gửi đi.',
    'This is another server, not the former one at a new address. What is on this device is untouched, and nothing was sent.',
  ],
  account_key_gone: [
    'Mật khẩu này đúng, nhưng là mật khẩu được đặt lại: ghi chú riêng của bạn còn khóa bằng khóa chỉ có trên thiết bị khác của bạn. Chưa có gì thay đổi.',
    'This passphrase is right, but it is one from a reset: your private notes are locked with a key that only your other devices have. Nothing has been changed.',
  ],
  pin_wrong: [
    'Mã PIN không đúng. Còn {left} lần thử; sau đó cần mật khẩu.',
    'The PIN is wrong. Tries left: {left}; after that the passphrase is needed.',
  ],
  pin_gone: [
    'Mã PIN không còn dùng được trên máy này. Hãy đăng nhập bằng mật khẩu; dữ liệu trên máy vẫn nguyên vẹn.',
    'There is no PIN on this device any more. Sign in with the passphrase; what is on this device is untouched.',
  ],
  pin_not_now: [
    'Kho khóa của máy không trả lời nên chưa dùng được mã PIN. Hãy đăng nhập bằng mật khẩu.',
    'The key store of this computer does not answer, so the PIN cannot be used now. Sign in with the passphrase.',
  ],
  pin_too_simple: [
    'Mã PIN này quá dễ đoán. Hãy chọn các chữ số không lặp lại và không liên tiếp.',
    'This PIN is too easy to guess. Choose digits that neither repeat nor count up or down.',
  ],
  lease_ended: [
    'Máy này đã {days} ngày hoặc hơn không liên lạc với máy chủ nên tài liệu thuộc độ mật này tạm đóng. Hãy kết nối mạng; tài liệu mở lại ngay khi liên lạc được.',
    'This device was last in contact with the server {days} or more days ago, so papers of this class are closed. Connect to the network; they open again with the first contact.',
  ],
  papers_closed: [
    'Tài liệu mật đã đóng vì máy không được dùng một lúc. Hãy nhập mã PIN hoặc mật khẩu để mở lại.',
    'Classified papers were closed because the device was not used for a while. Show your PIN or passphrase to open them again.',
  ],
  passphrase_needs_server: [
    'Đổi mật khẩu cần kết nối tới máy chủ. Chưa có gì thay đổi; hãy thử lại khi có mạng.',
    'Changing the passphrase needs the server. Nothing has been changed; try again when you are connected.',
  ],
  passphrase_changed: [
    'Mật khẩu đã được đổi trên thiết bị khác. Hãy khóa ứng dụng rồi đăng nhập bằng mật khẩu mới; dữ liệu trên máy vẫn nguyên vẹn.',
    'The passphrase was changed on another device. Lock the app and sign in with the new one; what is here is untouched.',
  ],
  passphrase_change_unfinished: [
    'Việc đổi mật khẩu chưa hoàn tất trên máy này. Khi có mạng, hãy đăng nhập bằng mật khẩu mới; nếu không được, mật khẩu cũ vẫn dùng được. Không có gì bị mất.',
    'The change was not finished on this device. Once connected, sign in with the new passphrase; if it is refused, the former one still holds. Nothing is lost.',
  ],
  first_sign_in_needs_network: [
    'Lần đăng nhập đầu tiên trên máy này cần kết nối tới máy chủ. Hãy kết nối mạng rồi thử lại.',
    'The first sign-in on this device needs the server. Connect to the network and try again.',
  ],
  server_unreachable: [
    'Không kết nối được tới máy chủ. Mọi thứ đã tải vẫn dùng được; ứng dụng sẽ tự thử lại.',
    'The server cannot be reached. What is here stays usable; the app tries again by itself.',
  ],
  server_slow: [
    'Máy chủ trả lời quá chậm. Ứng dụng sẽ tự thử lại.',
    'The server answers too slowly. The app tries again by itself.',
  ],
  server_nonsense: [
    'Nơi trả lời không phải là máy chủ E-Cabinet. Hãy kiểm tra địa chỉ hoặc mạng đang dùng.',
    'What answered is not an E-Cabinet server. Check the address or the network in use.',
  ],
  certificate_wrong: [
    'Chứng thư của máy chủ không tin cậy được nên ứng dụng không gửi gì. Hãy báo quản trị hệ thống.',
    'The server’s certificate cannot be trusted, so nothing was sent. Tell the administrator.',
  ],
  disk_full: [
    'Ổ đĩa của máy đã đầy. Những gì đã có vẫn đọc được; hãy giải phóng dung lượng để tiếp tục.',
    'This device’s disk is full. What is here stays readable; free some space to go on.',
  ],
  disk_failing: [
    'Ổ đĩa của máy báo lỗi khi đọc hoặc ghi tài liệu. Ứng dụng sẽ tự thử lại; nếu lỗi lặp lại, hãy báo quản trị hệ thống.',
    'This device’s disk reports errors when papers are read or written. The app tries again by itself; if it goes on, tell the administrator.',
  ],
  papers_limit: [
    'Tài liệu của phiên họp sắp tới nhiều hơn mức dành cho tài liệu trên máy này. Hãy nâng mức đó trong phần Cài đặt, hoặc mở từng tài liệu cần đọc.',
    'The papers of the coming session need more room than this device keeps for papers. Raise that limit in Settings, or open the papers that you need.',
  ],
  server_disk: [
    'Ổ đĩa của máy chủ đã đầy hoặc đang lỗi. Tài liệu vẫn được giữ trên máy này và sẽ tự gửi lại; hãy báo quản trị hệ thống.',
    'The server’s disk is full or failing. The paper stays on this device and is sent again by itself; tell the administrator.',
  ],
  store_newer: [
    'Dữ liệu trên máy do phiên bản mới hơn tạo ra. Hãy cập nhật ứng dụng; dữ liệu không bị thay đổi.',
    'What is on this device was written by a newer version. Update the app; nothing was changed.',
  ],
  store_damaged: [
    'Không đọc được dữ liệu trên máy. Tệp vẫn được giữ nguyên; hãy báo quản trị hệ thống.',
    'What is on this device cannot be read. The files are kept as they are; tell the administrator.',
  ],
  checksum_mismatch: [
    'Dữ liệu nhận được không khớp với máy chủ sau hai lần tải. Hãy báo quản trị hệ thống.',
    'What arrived does not match the server after two tries. Tell the administrator.',
  ],
  file_not_here: [
    'Tài liệu chưa có trên máy này và sẽ được tải khi có mạng.',
    'The paper is not on this device yet; it is fetched as soon as there is a network.',
  ],
  server_clock: [
    'Giờ của máy và máy chủ lệch nhau nhiều.',
    'The clocks of this device and the server differ a lot.',
  ],
};

/** The sentence of a code; an unknown one (a newer server) is named, so that it can be reported. */
export const sentenceOf = (language: Language, code: string, params: RefusalParams = {}): string => {
  if (!isErrorCode(code)) return language === 'vi' ? `Lỗi chưa biết: ${code}.` : `Unknown error: ${code}.`;
  const template = SENTENCES[code][language === 'vi' ? 0 : 1];
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '…'));
};
