import { type PaperCalendar } from '../calendar.ts';
import { economyOf } from '../economy.ts';
import { vn } from '../figures.ts';
import { paperSource, type PaperListing, type PaperSource } from '../paperSource.ts';
import { signature } from '../signers.ts';
import { prose, type Block, type TableBlock } from '../typeset/blocks.ts';

const AGENCY = 'Bộ Tài chính';
const SUBJECT =
  'về các nhiệm vụ, giải pháp trọng tâm thúc đẩy tăng trưởng kinh tế, tháo gỡ điểm nghẽn đầu tư';

function submission(c: PaperCalendar): readonly Block[] {
  const e = economyOf(c);
  return prose(`
Thực hiện ý kiến chỉ đạo của Thủ tướng Chính phủ tại Thông báo số 586/TB-VPCP về việc xây dựng Nghị quyết của Chính phủ nhằm thúc đẩy tăng trưởng, Bộ Tài chính đã phối hợp với các bộ, cơ quan liên quan soạn thảo, lấy ý kiến và hoàn thiện dự thảo Nghị quyết. Bộ Tài chính kính trình Chính phủ như sau:
# I. SỰ CẦN THIẾT BAN HÀNH NGHỊ QUYẾT
## 1. Cơ sở chính trị, pháp lý
Kết luận của Ban Chấp hành Trung ương về phát triển kinh tế – xã hội đặt mục tiêu tăng trưởng hai con số gắn với giữ vững ổn định kinh tế vĩ mô. Luật Tổ chức Chính phủ số 63/2025/QH15 trao cho Chính phủ thẩm quyền quyết định biện pháp cụ thể để thực hiện chính sách tài khóa, đầu tư và điều hòa nguồn lực trong phạm vi dự toán, kế hoạch được Quốc hội quyết định.
## 2. Cơ sở thực tiễn
GDP ${e.quarter.name} tăng ${vn(e.quarter.growth, 2)}%, song đóng góp của khu vực đầu tư tư nhân trong nước còn dưới mức tiềm năng: vốn đăng ký tăng 9,1% nhưng vốn thực hiện chỉ tăng 6,4%. Qua làm việc với 34 địa phương và 21 hiệp hội, Bộ Tài chính ghi nhận bốn nhóm vướng mắc lặp lại nhiều nhất: định giá đất (chiếm 31% kiến nghị), nguồn vật liệu san lấp (22%), thủ tục chuyển tiếp chủ đầu tư khi kết thúc cấp huyện (19%) và tiếp cận tín dụng của doanh nghiệp nhỏ (14%).
Nhiều vướng mắc thuộc thẩm quyền của Chính phủ, có thể xử lý bằng nghị quyết mà không phải chờ sửa luật. Nếu không tháo gỡ trong năm nay, ước tính khoảng 214 nghìn tỷ đồng vốn của 486 dự án tiếp tục chưa được đưa vào nền kinh tế.
# II. MỤC ĐÍCH, QUAN ĐIỂM XÂY DỰNG
1. Mục đích: huy động tối đa nguồn lực cho tăng trưởng; phân định rõ người chịu trách nhiệm, thời hạn và sản phẩm của từng nhiệm vụ; tạo căn cứ thống nhất để địa phương xử lý dự án tồn đọng.
2. Quan điểm: không hy sinh ổn định vĩ mô để đổi lấy tăng trưởng ngắn hạn; không ban hành chính sách vượt thẩm quyền; phân cấp đi đôi với công khai dữ liệu và hậu kiểm.
# III. QUÁ TRÌNH XÂY DỰNG
Bộ Tài chính đã gửi dự thảo lần 1 xin ý kiến 17 bộ, cơ quan ngang bộ, 34 Ủy ban nhân dân cấp tỉnh, Liên đoàn Thương mại và Công nghiệp Việt Nam; tổ chức hai cuộc họp tại Hà Nội và Thành phố Hồ Chí Minh. Tính đến ngày ${c.short(9)}, có 48 cơ quan trả lời, trong đó 31 cơ quan nhất trí hoàn toàn, 17 cơ quan có ý kiến cụ thể. Bộ Tư pháp đã thẩm định tại Báo cáo số 517/BCTĐ-BTP và kết luận dự thảo đủ điều kiện trình Chính phủ.
# IV. NỘI DUNG CƠ BẢN CỦA DỰ THẢO LẦN 2
Dự thảo gồm 7 điều. So với dự thảo lần 1, cơ quan soạn thảo đã: bổ sung quy định về quỹ vật liệu dùng chung liên tỉnh; bổ sung trách nhiệm công khai tiến độ trên nền tảng số; chuyển quy định về tín dụng từ Điều 5 lên Điều 3 để nhấn mạnh vai trò của khu vực tư nhân; sửa thời hạn xử lý hồ sơ định giá đất từ 30 ngày thành 20 ngày; bỏ đề xuất lập thêm ban chỉ đạo cấp tỉnh.
# V. NHỮNG VẤN ĐỀ XIN Ý KIẾN CHÍNH PHỦ
## 1. Về tỷ lệ tạm ứng hợp đồng xây dựng (khoản 3 Điều 2)
*Phương án 1 (Bộ Tài chính và đa số ý kiến):* nâng mức tạm ứng tối đa từ 30% lên 40% giá trị hợp đồng đối với dự án quan trọng quốc gia, đến hết năm ${c.year + 1}, kèm bảo lãnh toàn bộ số tiền tạm ứng.
*Phương án 2 (một số ý kiến):* giữ mức 30%, chỉ rút ngắn thời gian thanh toán còn 02 ngày làm việc. Phương án này ít rủi ro nợ đọng tạm ứng hơn nhưng không giảm được chi phí vốn cho nhà thầu.
## 2. Về hiệu lực thi hành (Điều 7)
Bộ Tài chính đề nghị Nghị quyết có hiệu lực từ ngày ký và áp dụng đến hết ngày 31 tháng 12 năm ${c.year + 1}; sau thời điểm này, các quy định đã kiểm nghiệm tốt sẽ được đưa vào nghị định hướng dẫn Luật Đầu tư công.
Trên đây là Tờ trình về dự thảo Nghị quyết ${SUBJECT}, Bộ Tài chính kính trình Chính phủ xem xét, biểu quyết thông qua./.
`);
}

const grounds = (c: PaperCalendar, proposal: string): string => `
> Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;
> Căn cứ Luật Đầu tư công số 58/2024/QH15;
> Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15;
> Theo đề nghị của Bộ trưởng Bộ Tài chính${proposal};
> Trên cơ sở kết quả biểu quyết của các thành viên Chính phủ tại ${c.sessionName},
= QUYẾT NGHỊ:`;

const CREDIT = `
1. Ngân hàng Nhà nước Việt Nam điều hành tăng trưởng tín dụng khoảng 18% trong năm, hướng dòng vốn vào sản xuất, xuất khẩu, nhà ở xã hội, công nghiệp hỗ trợ; kiểm soát chặt tín dụng vào lĩnh vực rủi ro.
2. Triển khai gói tín dụng 500 nghìn tỷ đồng cho hạ tầng chiến lược và công nghệ số với lãi suất thấp hơn bình quân thị trường từ 1 đến 1,5 điểm phần trăm trong hai năm đầu.`;

function firstDraft(c: PaperCalendar): string {
  return `${grounds(c, '')}
## Điều 1. Mục tiêu, chỉ tiêu
1. Phấn đấu tăng trưởng GDP năm ${c.year} đạt từ 8,3% đến 8,5%; tạo nền tảng tăng trưởng hai con số trong những năm tiếp theo.
2. Giải ngân 100% kế hoạch vốn đầu tư công Thủ tướng Chính phủ giao; khởi công, khánh thành ít nhất 230 công trình chào mừng các ngày lễ lớn.
3. Giữ lạm phát bình quân dưới 4,5%; bảo đảm các chỉ tiêu an toàn nợ công theo nghị quyết của Quốc hội.
4. Thành lập mới tối thiểu 195.000 doanh nghiệp trong năm.
## Điều 2. Thúc đẩy giải ngân vốn đầu tư công
1. Các bộ, cơ quan, địa phương rà soát, điều chuyển vốn từ dự án chậm sang dự án có khả năng hấp thụ trước ngày 15 của tháng cuối quý. Người đứng đầu chịu trách nhiệm trước Thủ tướng Chính phủ về kết quả giải ngân.
2. Ủy ban nhân dân cấp tỉnh hoàn thành giải phóng mặt bằng các dự án quan trọng quốc gia trong Quý I năm ${c.year + 1}; bố trí đủ nhân lực cho Ủy ban nhân dân cấp xã thực hiện kiểm đếm, bồi thường.
3. Mức tạm ứng hợp đồng xây dựng thuộc dự án quan trọng quốc gia tối đa không quá 40% giá trị hợp đồng.
4. Mỗi tỉnh, thành phố thành lập Ban Chỉ đạo tháo gỡ điểm nghẽn đầu tư do Chủ tịch Ủy ban nhân dân làm Trưởng ban, họp ít nhất một tháng một lần.
## Điều 3. Tháo gỡ vướng mắc về đất đai, vật liệu xây dựng
1. Thời hạn thẩm định phương án giá đất cụ thể không quá 30 ngày kể từ ngày nhận đủ hồ sơ. Trường hợp áp dụng hệ số điều chỉnh giá đất, thời hạn không quá 15 ngày.
2. Cho phép khai thác khoáng sản nhóm IV phục vụ dự án quan trọng quốc gia theo cơ chế đăng ký, không phải cấp phép, cho đến khi hoàn thành dự án.
3. Bộ Nông nghiệp và Môi trường hướng dẫn việc sử dụng cát biển làm vật liệu san lấp tại các dự án ven biển.
## Điều 4. Cải thiện môi trường đầu tư, kinh doanh
1. Cắt giảm ít nhất 30% thời gian giải quyết thủ tục hành chính, 30% chi phí tuân thủ và bãi bỏ 30% điều kiện kinh doanh không cần thiết.
2. Các bộ công bố danh mục thủ tục thực hiện không phụ thuộc địa giới hành chính trong phạm vi cấp tỉnh.
3. Không thanh tra, kiểm tra doanh nghiệp quá một lần trong một năm, trừ trường hợp có dấu hiệu vi phạm rõ ràng.
## Điều 5. Tín dụng và hỗ trợ khu vực tư nhân
${CREDIT}
3. Bộ Tài chính nghiên cứu thành lập quỹ bảo lãnh tín dụng cho doanh nghiệp nhỏ và vừa ở cấp vùng.
## Điều 6. Thúc đẩy các động lực tăng trưởng mới
1. Bộ Khoa học và Công nghệ hoàn thiện danh mục sản phẩm công nghệ chiến lược; trình cơ chế đặt hàng nghiên cứu, chấp nhận rủi ro có kiểm soát.
2. Bộ Công Thương thúc đẩy điện gió ngoài khơi, điện khí; hoàn thành quy định mua bán điện trực tiếp.
3. Bộ Văn hóa, Thể thao và Du lịch triển khai chương trình kích cầu du lịch, đón 25 triệu lượt khách quốc tế.
## Điều 7. Tổ chức thực hiện
1. Các bộ, cơ quan, địa phương báo cáo kết quả thực hiện gửi Bộ Tài chính trước ngày 20 hằng tháng để tổng hợp.
2. Văn phòng Chính phủ theo dõi, đôn đốc, báo cáo tại phiên họp Chính phủ thường kỳ.
3. Nghị quyết này có hiệu lực từ ngày ký ban hành./.`;
}

function secondDraft(c: PaperCalendar): string {
  return `${grounds(c, ` tại Tờ trình số 418/TTr-BTC ${c.long(7)}`)}
## Điều 1. Mục tiêu, chỉ tiêu
1. Phấn đấu tăng trưởng GDP năm ${c.year} đạt từ 8,3% đến 8,5%; tạo nền tảng vững chắc để tăng trưởng hai con số từ năm ${c.year + 1}.
2. Giải ngân 100% kế hoạch vốn đầu tư công Thủ tướng Chính phủ giao; khởi công, khánh thành ít nhất 234 công trình, bảo đảm chất lượng, không chạy theo hình thức.
3. Giữ lạm phát bình quân dưới 4,5%; bảo đảm các chỉ tiêu an toàn nợ công theo nghị quyết của Quốc hội.
4. Thành lập mới tối thiểu 195.000 doanh nghiệp trong năm.
5. Tổng vốn đầu tư toàn xã hội đạt khoảng 33,5% GDP, trong đó đầu tư tư nhân trong nước tăng từ 11% trở lên.
## Điều 2. Thúc đẩy giải ngân vốn đầu tư công
1. Các bộ, cơ quan, địa phương rà soát, điều chuyển vốn từ dự án chậm sang dự án có khả năng hấp thụ trước ngày 15 của tháng cuối quý. Người đứng đầu chịu trách nhiệm trước Thủ tướng Chính phủ về kết quả giải ngân; kết quả này là một tiêu chí đánh giá mức độ hoàn thành nhiệm vụ.
2. Ủy ban nhân dân cấp tỉnh hoàn thành giải phóng mặt bằng các dự án quan trọng quốc gia trong Quý I năm ${c.year + 1}; bố trí đủ nhân lực cho Ủy ban nhân dân cấp xã thực hiện kiểm đếm, bồi thường.
3. Mức tạm ứng hợp đồng xây dựng thuộc dự án quan trọng quốc gia tối đa không quá 40% giá trị hợp đồng; nhà thầu phải có bảo lãnh của tổ chức tín dụng đối với toàn bộ số tiền tạm ứng và hoàn ứng khi giá trị thanh toán đạt 80%.
4. Tiến độ giải ngân của từng dự án được công khai trên Hệ thống thông tin quốc gia về đầu tư, cập nhật hằng tuần, trừ nội dung thuộc bí mật nhà nước.
## Điều 3. Tín dụng và hỗ trợ khu vực tư nhân
${CREDIT}
3. Bộ Tài chính trình Thủ tướng Chính phủ đề án quỹ bảo lãnh tín dụng cho doanh nghiệp nhỏ và vừa cấp vùng trong Quý II năm ${c.year + 1}; thí điểm tại vùng Đông Nam Bộ và vùng đồng bằng sông Hồng.
## Điều 4. Tháo gỡ vướng mắc về đất đai, vật liệu xây dựng
1. Thời hạn thẩm định phương án giá đất cụ thể không quá 20 ngày kể từ ngày nhận đủ hồ sơ. Trường hợp áp dụng hệ số điều chỉnh giá đất, thời hạn không quá 10 ngày.
2. Cho phép khai thác khoáng sản nhóm IV phục vụ dự án quan trọng quốc gia theo cơ chế đăng ký, không phải cấp phép, cho đến khi hoàn thành dự án; chủ đầu tư phải ký quỹ cải tạo, phục hồi môi trường trước khi khai thác.
3. Bộ Nông nghiệp và Môi trường hướng dẫn việc sử dụng cát biển làm vật liệu san lấp tại các dự án ven biển.
4. Các tỉnh trong cùng vùng thống nhất quỹ vật liệu dùng chung; tỉnh có mỏ ưu tiên cung ứng cho dự án liên tỉnh theo kế hoạch do Bộ Xây dựng điều phối.
## Điều 5. Cải thiện môi trường đầu tư, kinh doanh
1. Cắt giảm ít nhất 30% thời gian giải quyết thủ tục hành chính, 30% chi phí tuân thủ và bãi bỏ 30% điều kiện kinh doanh không cần thiết, hoàn thành trước ngày 31 tháng 12 năm ${c.year}.
2. Các bộ công bố danh mục thủ tục thực hiện không phụ thuộc địa giới hành chính trên phạm vi toàn quốc.
3. Không thanh tra, kiểm tra doanh nghiệp quá một lần trong một năm, trừ trường hợp có dấu hiệu vi phạm rõ ràng; ưu tiên kiểm tra từ xa dựa trên dữ liệu điện tử.
## Điều 6. Thúc đẩy các động lực tăng trưởng mới
1. Bộ Khoa học và Công nghệ hoàn thiện danh mục sản phẩm công nghệ chiến lược; trình cơ chế đặt hàng nghiên cứu, chấp nhận rủi ro có kiểm soát.
2. Bộ Văn hóa, Thể thao và Du lịch triển khai chương trình kích cầu du lịch, đón 25 triệu lượt khách quốc tế.
3. Bộ Công Thương thúc đẩy điện gió ngoài khơi, điện khí; hoàn thành quy định mua bán điện trực tiếp; bảo đảm không thiếu điện trong mọi tình huống.
4. Thành phố Hồ Chí Minh và thành phố Đà Nẵng đưa trung tâm tài chính quốc tế vào hoạt động theo nghị quyết của Quốc hội.
## Điều 7. Tổ chức thực hiện
1. Các bộ, cơ quan, địa phương báo cáo kết quả thực hiện gửi Bộ Tài chính trước ngày 20 hằng tháng để tổng hợp.
2. Văn phòng Chính phủ theo dõi, đôn đốc, báo cáo tại phiên họp Chính phủ thường kỳ; kịp thời đề xuất xử lý cơ quan, đơn vị chậm trễ.
3. Nghị quyết này có hiệu lực từ ngày ký ban hành và được thực hiện đến hết ngày 31 tháng 12 năm ${c.year + 1}./.`;
}

const OPINIONS: readonly (readonly [string, readonly (readonly [string, string, string])[]])[] = [
  [
    'I. Về mục tiêu, chỉ tiêu (Điều 1)',
    [
      [
        'Ngân hàng Nhà nước Việt Nam',
        'Đề nghị cân nhắc mục tiêu tăng trưởng ở cận trên trong điều kiện tín dụng đã tăng nhanh; bổ sung yêu cầu kiểm soát chất lượng tín dụng.',
        'Tiếp thu một phần. Giữ khoảng mục tiêu; yêu cầu kiểm soát tín dụng rủi ro thể hiện tại khoản 1 Điều 3.',
      ],
      [
        'UBND thành phố Hà Nội',
        'Bổ sung chỉ tiêu tổng vốn đầu tư toàn xã hội để có căn cứ giao cho địa phương.',
        'Tiếp thu, bổ sung khoản 5 Điều 1.',
      ],
      [
        'Bộ Xây dựng',
        'Số công trình khởi công, khánh thành nên cập nhật là 234 theo đăng ký mới nhất.',
        'Tiếp thu.',
      ],
    ],
  ],
  [
    'II. Về giải ngân vốn đầu tư công (Điều 2)',
    [
      [
        'Thanh tra Chính phủ',
        'Nâng tạm ứng lên 40% có nguy cơ tăng nợ đọng tạm ứng; cần quy định bảo lãnh và điều kiện hoàn ứng.',
        'Tiếp thu, bổ sung bảo lãnh toàn bộ và mốc hoàn ứng 80% tại khoản 3.',
      ],
      [
        'UBND tỉnh Nghệ An',
        'Không nên lập thêm ban chỉ đạo cấp tỉnh vì trùng nhiệm vụ với tổ công tác hiện có.',
        'Tiếp thu, bỏ khoản 4 của dự thảo lần 1.',
      ],
      [
        'Bộ Nội vụ',
        'Gắn kết quả giải ngân với đánh giá, xếp loại người đứng đầu.',
        'Tiếp thu, thể hiện tại khoản 1.',
      ],
      [
        'Bộ Quốc phòng',
        'Loại trừ nội dung thuộc bí mật nhà nước khi công khai tiến độ dự án.',
        'Tiếp thu, thể hiện tại khoản 4.',
      ],
      [
        'UBND tỉnh Lâm Đồng',
        'Đề nghị trung ương hỗ trợ 50% chi phí giải phóng mặt bằng tuyến Tân Phú – Bảo Lộc.',
        'Giải trình: nội dung này thuộc quyết định chủ trương đầu tư dự án, không quy định trong Nghị quyết.',
      ],
    ],
  ],
  [
    'III. Về tín dụng, khu vực tư nhân (Điều 3)',
    [
      [
        'Liên đoàn Thương mại và Công nghiệp Việt Nam',
        'Cần thời hạn cụ thể cho việc lập quỹ bảo lãnh tín dụng; nêu rõ nơi thí điểm.',
        'Tiếp thu: trình trong Quý II, thí điểm tại hai vùng.',
      ],
      [
        'Bộ Công Thương',
        'Mở rộng gói tín dụng cho công nghiệp hỗ trợ ngành cơ khí.',
        'Tiếp thu trong khoản 1 về hướng dòng vốn; chi tiết do tổ chức tín dụng quyết định.',
      ],
    ],
  ],
  [
    'IV. Về đất đai, vật liệu (Điều 4)',
    [
      [
        'UBND Thành phố Hồ Chí Minh',
        'Rút ngắn thời hạn thẩm định giá đất xuống 20 ngày; thành phố đã thực hiện thí điểm đạt yêu cầu.',
        'Tiếp thu.',
      ],
      [
        'Bộ Nông nghiệp và Môi trường',
        'Bổ sung nghĩa vụ ký quỹ phục hồi môi trường khi khai thác khoáng sản nhóm IV theo cơ chế đăng ký.',
        'Tiếp thu, bổ sung khoản 2.',
      ],
      [
        'UBND tỉnh An Giang, Đồng Tháp, Vĩnh Long',
        'Đề nghị có cơ chế điều phối cát giữa các tỉnh cho dự án đường vành đai và cao tốc.',
        'Tiếp thu, bổ sung khoản 4 về quỹ vật liệu dùng chung, Bộ Xây dựng điều phối.',
      ],
      [
        'UBND tỉnh Quảng Trị',
        'Đề nghị phân cấp cho tỉnh quyết định hạn ngạch khai thác cát biển.',
        'Giải trình: khoáng sản biển do trung ương quản lý; sẽ xem xét khi sửa nghị định chuyên ngành.',
      ],
    ],
  ],
  [
    'V. Về môi trường kinh doanh, động lực mới (Điều 5, Điều 6)',
    [
      [
        'Bộ Tư pháp',
        'Quy định thời hạn hoàn thành cắt giảm điều kiện kinh doanh để bảo đảm khả thi.',
        'Tiếp thu, ghi rõ thời hạn 31 tháng 12.',
      ],
      [
        'Văn phòng Chính phủ',
        'Thủ tục không phụ thuộc địa giới nên thực hiện trên toàn quốc vì dữ liệu đã dùng chung.',
        'Tiếp thu.',
      ],
      [
        'UBND thành phố Đà Nẵng',
        'Bổ sung nhiệm vụ vận hành trung tâm tài chính quốc tế.',
        'Tiếp thu, bổ sung khoản 4 Điều 6.',
      ],
      [
        'Bộ Khoa học và Công nghệ',
        'Đề nghị tăng mức chi cho khoa học, công nghệ lên 3% tổng chi ngân sách.',
        'Giải trình: mức chi do Quốc hội quyết định khi thông qua dự toán; không quy định trong Nghị quyết.',
      ],
    ],
  ],
];

function opinionTable(): TableBlock {
  return {
    kind: 'table',
    columns: [
      { title: 'STT', width: 5, align: 'center' },
      { title: 'Cơ quan, đơn vị', width: 20, align: 'left' },
      { title: 'Nội dung ý kiến', width: 40, align: 'left' },
      { title: 'Tiếp thu, giải trình của cơ quan soạn thảo', width: 38, align: 'left' },
    ],
    rows: OPINIONS.flatMap(([group, opinions]) => [
      { group },
      ...opinions.map(([agency, opinion, reply], index) => [String(index + 1), agency, opinion, reply]),
    ]),
  };
}

function opinionBlocks(c: PaperCalendar): readonly Block[] {
  return [
    ...prose(
      `Bộ Tài chính đã nhận ý kiến của 48 trên 52 cơ quan, địa phương được hỏi (đến hết ngày ${c.short(9)}); 31 cơ quan nhất trí với dự thảo. Bốn cơ quan chưa có văn bản trả lời (Ủy ban nhân dân các tỉnh Điện Biên, Cao Bằng, Cà Mau và Bộ Ngoại giao) được coi là nhất trí theo Quy chế làm việc của Chính phủ. Các ý kiến cụ thể và nội dung tiếp thu, giải trình (số điều, khoản theo dự thảo lần 2) như sau:`,
    ),
    opinionTable(),
  ];
}

function draft(c: PaperCalendar, version: 1 | 2): PaperSource {
  const listing: PaperListing = {
    key: 'nq-tang-truong',
    version,
    itemKey: 'm2',
    title: `Dự thảo Nghị quyết của Chính phủ ${SUBJECT}`,
    fileName: `Du thao NQ thuc day tang truong lan ${version}.pdf`,
    documentType: 'draft_resolution',
    agency: 'Chính phủ',
    number: '…/NQ-CP',
    classification: 'public',
  };
  const text = version === 1 ? firstDraft(c) : secondDraft(c);
  const recipients = [
    '- Ban Bí thư Trung ương Đảng;',
    '- Thủ tướng, các Phó Thủ tướng Chính phủ;',
    '- Các bộ, cơ quan ngang bộ;',
    '- HĐND, UBND các tỉnh, thành phố;',
    '- Văn phòng Quốc hội;',
    '- Lưu: VT, KTTH (2b).',
  ];
  const details = {
    daysBefore: version === 1 ? 12 : 7,
    kind: 'NGHỊ QUYẾT',
    subject: SUBJECT.charAt(0).toUpperCase() + SUBJECT.slice(1),
    draft: `DỰ THẢO LẦN ${version}`,
  };
  return paperSource(
    c,
    listing,
    details,
    [...prose('= CHÍNH PHỦ'), ...prose(text), signature('government', recipients, 'unsigned')],
    { outline: true },
  );
}

/** Item 2: the resolution on growth, put to the vote, in two drafts. */
export function growthPapers(c: PaperCalendar): readonly PaperSource[] {
  const recipients = ['- Như trên;', '- Văn phòng Chính phủ;', '- Bộ Tư pháp;', '- Lưu: VT, TH.'];
  return [
    paperSource(
      c,
      {
        key: 'tt-tang-truong',
        version: 1,
        itemKey: 'm2',
        title: `Tờ trình về dự thảo Nghị quyết ${SUBJECT}`,
        fileName: 'To trinh NQ thuc day tang truong.pdf',
        documentType: 'submission',
        agency: AGENCY,
        number: '418/TTr-BTC',
        classification: 'public',
      },
      {
        daysBefore: 7,
        kind: 'TỜ TRÌNH',
        subject: `Về dự thảo Nghị quyết của Chính phủ ${SUBJECT}`,
        addressee: 'Chính phủ',
      },
      [...submission(c), signature('finance', recipients)],
    ),
    draft(c, 1),
    draft(c, 2),
    paperSource(
      c,
      {
        key: 'th-tang-truong',
        version: 1,
        itemKey: 'm2',
        title: 'Bảng tổng hợp, tiếp thu, giải trình ý kiến đối với dự thảo Nghị quyết thúc đẩy tăng trưởng',
        fileName: 'Tong hop y kien NQ tang truong.pdf',
        documentType: 'opinion_summary',
        agency: AGENCY,
        number: '419/BTH-BTC',
        classification: 'internal',
      },
      {
        daysBefore: 6,
        kind: 'BẢNG TỔNG HỢP',
        subject:
          'Tiếp thu, giải trình ý kiến của các bộ, cơ quan, địa phương đối với dự thảo Nghị quyết thúc đẩy tăng trưởng',
        landscape: true,
      },
      opinionBlocks(c),
    ),
  ];
}
