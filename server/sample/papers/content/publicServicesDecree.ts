/** The articles of the draft decree on digital government; `{nămSau}` stands for the year after the session's. */
export const DECREE_ARTICLES = `
@ Chương I | QUY ĐỊNH CHUNG
## Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về hoạt động của cơ quan nhà nước trên môi trường số; việc cung cấp, giải quyết dịch vụ công trực tuyến toàn trình trên Cổng Dịch vụ công quốc gia; việc khai thác, dùng lại dữ liệu thay cho giấy tờ; quyền, nghĩa vụ và trách nhiệm của tổ chức, cá nhân có liên quan.
Nghị định này không áp dụng đối với việc giải quyết thủ tục có nội dung thuộc bí mật nhà nước, trừ trường hợp pháp luật có quy định khác.
## Điều 2. Đối tượng áp dụng
1. Bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ; Ủy ban nhân dân các cấp; đơn vị sự nghiệp công lập và tổ chức được giao thực hiện thủ tục hành chính.
2. Tổ chức, cá nhân Việt Nam; tổ chức, cá nhân nước ngoài yêu cầu giải quyết thủ tục hành chính tại Việt Nam.
3. Doanh nghiệp cung cấp dịch vụ bưu chính công ích, thanh toán, định danh, chữ ký số và dịch vụ hạ tầng phục vụ chính quyền số.
## Điều 3. Giải thích từ ngữ
1. *Dịch vụ công trực tuyến toàn trình* là dịch vụ mà toàn bộ các bước từ nộp hồ sơ, xử lý, thanh toán đến trả kết quả được thực hiện trên môi trường số; người yêu cầu không phải đến trụ sở, trừ khi pháp luật buộc phải kiểm tra thực tế.
2. *Dùng lại dữ liệu* là việc cơ quan giải quyết lấy thông tin từ cơ sở dữ liệu quốc gia, cơ sở dữ liệu chuyên ngành hoặc từ kết quả giải quyết trước đó thay cho việc yêu cầu nộp giấy tờ.
3. *Kho dữ liệu cá nhân, tổ chức* là nơi lưu giữ bản điện tử có giá trị pháp lý của giấy tờ và kết quả giải quyết, do chủ thể dữ liệu kiểm soát việc chia sẻ.
4. *Điểm hỗ trợ số* là nơi có người và thiết bị để giúp người dân thực hiện dịch vụ công trực tuyến, đặt tại trung tâm phục vụ hành chính công, bưu cục, nhà văn hóa thôn, tổ dân phố.
5. *Quyết định bất lợi* là quyết định từ chối, thu hồi, đình chỉ hoặc làm phát sinh nghĩa vụ cho tổ chức, cá nhân.
## Điều 4. Nguyên tắc
1. Thông tin chỉ cung cấp một lần cho cơ quan nhà nước.
2. Mặc định số: văn bản, hồ sơ, báo cáo, họp và điều hành thực hiện trên môi trường số; trường hợp dùng bản giấy phải nêu lý do.
3. Tiếp cận bình đẳng: dịch vụ phải dùng được với người khuyết tật, người cao tuổi; có tiếng dân tộc thiểu số tại địa bàn có nhu cầu.
4. Công khai tiến độ, chất lượng và người chịu trách nhiệm xử lý của từng hồ sơ.
5. Bảo đảm liên tục: hệ thống có phương án hoạt động khi mất kết nối; hồ sơ đã gửi không được để thất lạc.
## Điều 5. Các hành vi bị nghiêm cấm
1. Yêu cầu nộp, xuất trình giấy tờ mà thông tin đã có trong cơ sở dữ liệu đã kết nối.
2. Tiếp nhận hồ sơ ngoài hệ thống hoặc tạo hồ sơ khống để nâng thành tích.
3. Tra cứu, sao chép, cung cấp dữ liệu cá nhân không đúng mục đích, không đúng thẩm quyền.
4. Cản trở, từ chối hỗ trợ người không có điều kiện sử dụng thiết bị số.
@ Chương II | HOẠT ĐỘNG CỦA CƠ QUAN NHÀ NƯỚC TRÊN MÔI TRƯỜNG SỐ
## Điều 6. Văn bản và hồ sơ công việc điện tử
1. Văn bản giữa các cơ quan nhà nước được gửi, nhận qua Trục liên thông văn bản quốc gia, có chữ ký số của người có thẩm quyền và của cơ quan ban hành; không gửi kèm bản giấy.
2. Hồ sơ công việc được lập, xử lý và nộp lưu trên hệ thống; thời hạn nộp lưu không quá 01 năm kể từ ngày công việc kết thúc.
3. Phiên họp của Ủy ban nhân dân, cuộc họp của bộ, cơ quan ngang bộ sử dụng tài liệu điện tử; việc biểu quyết, lấy ý kiến bằng phương tiện điện tử có giá trị như biểu quyết trực tiếp khi bảo đảm xác thực người biểu quyết và chống sửa đổi kết quả.
## Điều 7. Nền tảng số dùng chung
1. Bộ Khoa học và Công nghệ công bố danh mục nền tảng số dùng chung của quốc gia, ngành, vùng. Cơ quan nhà nước không đầu tư hệ thống trùng chức năng với nền tảng đã công bố.
2. Cơ quan chủ quản nền tảng bảo đảm mức sẵn sàng tối thiểu 99,9% tính theo tháng, công khai tình trạng hoạt động và thông báo bảo trì trước ít nhất 03 ngày làm việc.
3. Nền tảng cung cấp giao diện lập trình mở, có tài liệu, thử nghiệm và chính sách phiên bản.
## Điều 8. Kết nối, chia sẻ dữ liệu
1. Cơ quan chủ quản cơ sở dữ liệu phải mở kết nối trong 10 ngày làm việc kể từ ngày nhận yêu cầu hợp lệ; từ chối phải trả lời bằng văn bản và nêu căn cứ pháp luật.
2. Dữ liệu chia sẻ kèm mô tả, thời điểm cập nhật và mức độ tin cậy. Bên nhận chịu trách nhiệm sử dụng đúng mục đích.
3. Khi phát hiện dữ liệu sai lệch, cơ quan giải quyết thông báo cho cơ quan chủ quản; cơ quan chủ quản xác minh, sửa đổi trong 05 ngày làm việc.
## Điều 9. Sử dụng trí tuệ nhân tạo
1. Hệ thống trí tuệ nhân tạo được dùng để phân loại hồ sơ, gợi ý, tóm tắt, phát hiện bất thường, trả lời câu hỏi của người dân.
2. Quyết định bất lợi phải do người có thẩm quyền ban hành, nêu rõ căn cứ; không được chỉ dựa vào kết quả của hệ thống tự động.
3. Người dân được biết khi đang trao đổi với hệ thống tự động và có quyền yêu cầu gặp công chức.
4. Cơ quan sử dụng lưu nhật ký đầu vào, đầu ra của hệ thống tối thiểu 24 tháng để kiểm tra.
## Điều 10. Hoạt động liên tục
1. Hệ thống phục vụ giải quyết thủ tục có phương án dự phòng về trung tâm dữ liệu, đường truyền, nguồn điện; diễn tập ít nhất một năm một lần.
2. Khi hệ thống gián đoạn quá 02 giờ làm việc, cơ quan tiếp nhận hồ sơ bằng phương thức dự phòng, cấp mã tạm và cập nhật vào hệ thống trong 24 giờ sau khi khôi phục; thời hạn giải quyết tính từ thời điểm cấp mã tạm.
@ Chương III | CUNG CẤP DỊCH VỤ CÔNG TRỰC TUYẾN
## Điều 11. Cổng Dịch vụ công quốc gia
1. Cổng Dịch vụ công quốc gia là nơi duy nhất tiếp nhận hồ sơ trực tuyến của tổ chức, cá nhân đối với mọi bộ, ngành, địa phương.
2. Hệ thống thông tin giải quyết thủ tục hành chính cấp bộ, cấp tỉnh nhận hồ sơ từ Cổng, đồng bộ trạng thái tức thời và không có giao diện nộp hồ sơ riêng.
3. Cổng cung cấp phiên bản cho thiết bị di động, hoạt động được khi đường truyền yếu, lưu nháp trên thiết bị và tự gửi khi có kết nối.
## Điều 12. Định danh và xác thực
1. Cá nhân đăng nhập bằng tài khoản định danh điện tử mức độ 02; tổ chức đăng nhập bằng tài khoản định danh điện tử của tổ chức.
2. Người nước ngoài có thẻ thường trú, tạm trú được cấp tài khoản định danh để thực hiện thủ tục theo lộ trình của Bộ Công an.
3. Việc ủy quyền thực hiện thủ tục được lập trên Cổng, có thời hạn, phạm vi rõ ràng và có thể hủy bất cứ lúc nào.
## Điều 13. Biểu mẫu điện tử tương tác
1. Biểu mẫu tự điền thông tin đã có; người yêu cầu chỉ kiểm tra, bổ sung phần còn thiếu.
2. Số trường thông tin phải nhập thêm không vượt quá 10 đối với thủ tục thông thường. Thủ tục có yêu cầu cao hơn phải được Văn phòng Chính phủ chấp thuận trước khi công bố.
3. Biểu mẫu được thử nghiệm với ít nhất 20 người dùng thực, trong đó có người trên 60 tuổi.
## Điều 14. Thanh toán trực tuyến
1. Phí, lệ phí, nghĩa vụ tài chính được thanh toán trên Cổng bằng tài khoản ngân hàng, ví điện tử, mã QR; biên lai điện tử được cấp ngay.
2. Không thu thêm chi phí giao dịch của người nộp đối với khoản phí, lệ phí dưới 2.000.000 đồng.
## Điều 15. Tiếp nhận, xử lý không phụ thuộc địa giới
1. Người yêu cầu được chọn bất kỳ trung tâm phục vụ hành chính công cấp xã nào trên toàn quốc để nộp hồ sơ và nhận kết quả đối với thủ tục tại Phụ lục I.
2. Cơ quan tiếp nhận số hóa, chuyển hồ sơ cho cơ quan có thẩm quyền trong ngày làm việc; hồ sơ nộp sau 16 giờ được chuyển vào đầu giờ làm việc kế tiếp.
3. Phí, lệ phí được điều tiết giữa các địa phương theo hướng dẫn của Bộ Tài chính.
## Điều 16. Trả kết quả
1. Kết quả là bản điện tử có chữ ký số, lưu tại kho dữ liệu của người yêu cầu và có giá trị như bản gốc giấy.
2. Bản giấy được cấp khi người yêu cầu đề nghị; gửi qua bưu chính công ích trong 03 ngày làm việc.
## Điều 17. Thời hạn và xử lý quá hạn
1. Thời hạn giải quyết dịch vụ công trực tuyến toàn trình ngắn hơn ít nhất 20% so với phương thức trực tiếp.
2. Trường hợp quá hạn, trong 01 ngày làm việc cơ quan giải quyết gửi thư xin lỗi nêu lý do và ngày hẹn mới; trong 05 ngày làm việc hoàn trả 100% phí, lệ phí đã nộp.
3. Chỉ được hẹn lại một lần. Hồ sơ quá hạn lần thứ hai được báo cáo người đứng đầu cơ quan cấp trên trực tiếp.
## Điều 18. Hỗ trợ trực tiếp
1. Ủy ban nhân dân cấp xã bố trí ít nhất 02 điểm hỗ trợ số, trong đó có 01 điểm ngoài giờ hành chính; xã đặc biệt khó khăn bố trí điểm lưu động theo lịch chợ phiên.
2. Người hỗ trợ không được giữ mật khẩu, không thao tác khi người dân vắng mặt; mọi lần hỗ trợ được ghi nhận trên hệ thống.
3. Người từ 70 tuổi trở lên, người khuyết tật nặng được hỗ trợ tại nhà khi có yêu cầu.
@ Chương IV | ĐO LƯỜNG, GIÁM SÁT VÀ BẢO VỆ DỮ LIỆU
## Điều 19. Đo lường chất lượng
1. Chất lượng phục vụ được đo tự động theo năm nhóm tiêu chí: công khai, tiến độ, số hóa, thanh toán, mức độ hài lòng; công bố theo thời gian thực.
2. Tỷ lệ hồ sơ do công chức nhập hộ được thống kê riêng, không tính vào tỷ lệ hồ sơ trực tuyến.
## Điều 20. Phản ánh, kiến nghị
1. Phản ánh được tiếp nhận trên Cổng, qua tổng đài và tại điểm hỗ trợ số; phải có trả lời bước đầu trong 24 giờ và trả lời chính thức trong 07 ngày làm việc.
2. Nội dung trả lời được công khai, trừ thông tin cá nhân và bí mật nhà nước.
## Điều 21. Bảo vệ dữ liệu cá nhân
1. Mỗi lần cơ quan nhà nước truy cập dữ liệu của một người được ghi nhật ký và hiển thị cho chính người đó trong kho dữ liệu cá nhân, trừ trường hợp phục vụ điều tra theo quy định của pháp luật.
2. Dữ liệu được mã hóa khi truyền và khi lưu; khóa do cơ quan chủ quản và cơ quan cơ yếu cùng quản lý.
3. Sự cố lộ, mất dữ liệu được thông báo cho cơ quan có thẩm quyền trong 24 giờ và cho người bị ảnh hưởng trong 72 giờ.
## Điều 22. Kiểm tra, đánh giá độc lập
1. Hệ thống cấp độ 4 trở lên được kiểm tra an toàn thông tin mỗi 06 tháng bởi tổ chức độc lập.
2. Kết quả đánh giá được gửi Văn phòng Chính phủ, Bộ Công an; tóm tắt được công khai.
@ Chương V | TỔ CHỨC THỰC HIỆN
## Điều 23. Trách nhiệm của các bộ
1. Văn phòng Chính phủ quản trị Cổng Dịch vụ công quốc gia; đôn đốc tái cấu trúc quy trình; trình Thủ tướng Chính phủ danh mục thủ tục tại Phụ lục I trước ngày 31 tháng 3 năm {nămSau}.
2. Bộ Khoa học và Công nghệ hướng dẫn kiến trúc, tiêu chuẩn, nền tảng dùng chung; tổng hợp kinh phí.
3. Bộ Công an bảo đảm định danh, xác thực, Cơ sở dữ liệu quốc gia về dân cư, Trung tâm dữ liệu quốc gia và an ninh mạng.
4. Bộ Tài chính bố trí kinh phí, hướng dẫn thu, hoàn, điều tiết phí, lệ phí.
5. Bộ Nội vụ hướng dẫn vị trí việc làm, chế độ đối với công chức làm việc tại trung tâm phục vụ hành chính công cấp xã.
## Điều 24. Trách nhiệm của Ủy ban nhân dân các cấp
1. Ủy ban nhân dân cấp tỉnh chịu trách nhiệm về chất lượng dịch vụ trên địa bàn; bảo đảm thiết bị, đường truyền, nhân lực cho cấp xã.
2. Ủy ban nhân dân cấp xã tổ chức tiếp nhận, hỗ trợ, trả kết quả; phát huy tổ công nghệ số cộng đồng.
## Điều 25. Hiệu lực thi hành và chuyển tiếp
1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 3 năm {nămSau}.
2. Cổng dịch vụ công cấp bộ, cấp tỉnh dừng tiếp nhận hồ sơ chậm nhất 06 tháng kể từ ngày Nghị định có hiệu lực; trường hợp đặc biệt do Thủ tướng Chính phủ quyết định gia hạn, tối đa 03 tháng.
3. Hồ sơ nộp trước ngày Nghị định có hiệu lực tiếp tục được giải quyết theo quy định tại thời điểm nộp, trừ khi quy định mới có lợi hơn cho người yêu cầu.
## Điều 26. Trách nhiệm thi hành
Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, Chủ tịch Ủy ban nhân dân các cấp và tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Nghị định này./.
`;
