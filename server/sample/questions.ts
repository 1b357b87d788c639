import type { ChoiceSet, PollDocument, PollDraft } from '../../shared/domain/records/poll.ts';
import { GOVERNMENT_RULES } from '../accounts/setup.ts';

/** R5: tán thành / không tán thành / không biểu quyết. */
export const APPROVAL: ChoiceSet = {
  options: [
    { id: 'yes', label: { vi: 'Tán thành', en: 'In favour' }, role: 'yes' },
    { id: 'no', label: { vi: 'Không tán thành', en: 'Against' }, role: 'no' },
    { id: 'abstain', label: { vi: 'Không biểu quyết', en: 'Not voting' }, role: 'abstain' },
  ],
  max: 1,
};

/** R5: đồng ý / không đồng ý / ý kiến khác. */
const OPINION: ChoiceSet = {
  options: [
    { id: 'agree', label: { vi: 'Đồng ý', en: 'Agree' }, role: 'yes' },
    { id: 'disagree', label: { vi: 'Không đồng ý', en: 'Disagree' }, role: 'no' },
    { id: 'other', label: { vi: 'Ý kiến khác', en: 'Other opinion' }, role: 'other' },
  ],
  max: 1,
};

/** A question, before the paper it is about is there. */
export interface SampleQuestion {
  readonly itemKey: string;
  /** Key of the paper voted on. */
  readonly paperKey: string;
  readonly title: string;
  readonly wording: string;
}

export const RESOLUTIONS: readonly SampleQuestion[] = [
  {
    itemKey: 'm2',
    paperKey: 'nq-tang-truong',
    title: 'Thông qua Nghị quyết về thúc đẩy tăng trưởng kinh tế, tháo gỡ điểm nghẽn đầu tư',
    wording:
      'Chính phủ thống nhất thông qua Nghị quyết về các nhiệm vụ, giải pháp trọng tâm thúc đẩy tăng trưởng kinh tế, tháo gỡ điểm nghẽn đầu tư theo dự thảo lần 2 do Bộ Tài chính trình.\n\nGiao Bộ trưởng Bộ Tài chính tiếp thu ý kiến các thành viên Chính phủ, hoàn thiện dự thảo, trình Thủ tướng Chính phủ ký ban hành trong thời hạn 05 ngày làm việc kể từ ngày Nghị quyết được thông qua.',
  },
  {
    itemKey: 'm4',
    paperKey: 'nd-dich-vu-cong',
    title: 'Thông qua Nghị định về chính quyền số và dịch vụ công trực tuyến toàn trình',
    wording:
      'Chính phủ thống nhất thông qua Nghị định quy định về chính quyền số và cung cấp dịch vụ công trực tuyến toàn trình trên Cổng Dịch vụ công quốc gia.\n\nGiao Bộ trưởng Bộ Khoa học và Công nghệ chủ trì, phối hợp với Bộ Tư pháp và Văn phòng Chính phủ rà soát kỹ thuật văn bản, trình Thủ tướng Chính phủ thay mặt Chính phủ ký ban hành.',
  },
  {
    itemKey: 'm7',
    paperKey: 'nq-cai-cach',
    title: 'Thông qua Nghị quyết về cải cách hành chính và tổ chức chính quyền địa phương hai cấp',
    wording:
      'Chính phủ thống nhất thông qua Nghị quyết về đẩy mạnh cải cách hành chính, hoàn thiện tổ chức bộ máy chính quyền địa phương hai cấp.\n\nGiao Bộ trưởng Bộ Nội vụ đôn đốc, kiểm tra việc thực hiện và báo cáo Chính phủ tại phiên họp thường kỳ hằng quý.',
  },
];

export const EARLIER_RESOLUTION: SampleQuestion = {
  itemKey: 'hop-truoc-2',
  paperKey: 'truoc-nghi-quyet',
  title: 'Thông qua Nghị quyết Phiên họp Chính phủ thường kỳ',
  wording:
    'Chính phủ thống nhất thông qua Nghị quyết Phiên họp Chính phủ thường kỳ; giao Văn phòng Chính phủ hoàn thiện, trình Thủ tướng Chính phủ ký ban hành.',
};

export const SLIP_QUESTION = {
  title: 'Kế hoạch quốc gia ứng phó sự cố tràn dầu trên các tuyến vận tải biển trọng điểm',
  question:
    'Thực hiện Quy chế làm việc của Chính phủ, Văn phòng Chính phủ kính đề nghị các thành viên Chính phủ nghiên cứu hồ sơ gửi kèm và cho ý kiến về dự thảo Quyết định của Thủ tướng Chính phủ.',
  wording:
    'Đồng chí có đồng ý với dự thảo Quyết định ban hành Kế hoạch quốc gia ứng phó sự cố tràn dầu trên các tuyến vận tải biển trọng điểm như hồ sơ trình hay không?',
  paperKey: 'phieu-kh-tran-dau',
} as const;

const draft = (
  question: { readonly title: string; readonly wording: string },
  choices: ChoiceSet,
  documents: readonly PollDocument[],
): PollDraft => ({
  title: question.title,
  wording: question.wording,
  documents: [...documents],
  choices,
  ruleSet: GOVERNMENT_RULES,
  late: { kind: 'reject' },
  live: false,
  changeable: true,
});

export const approvalDraft = (
  question: { readonly title: string; readonly wording: string },
  documents: readonly PollDocument[],
): PollDraft => draft(question, APPROVAL, documents);

export const opinionDraft = (documents: readonly PollDocument[]): PollDraft =>
  draft(SLIP_QUESTION, OPINION, documents);
