// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/decode.hpp"

#include <algorithm>
#include <memory>

#include <pugixml.hpp>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

namespace tradelane::shanghai {
namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Error charset(std::string why) { return refuse(Code::feed_charset, "", std::move(why)); }
Error schema(std::string why) { return refuse(Code::feed_schema, "", std::move(why)); }

Result<std::string> from_gb18030(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const Converter converter(ucnv_open("gb18030", &status), ucnv_close);
  if (U_FAILURE(status)) throw Fault("ICU knows no GB18030");
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::u16string wide(bytes.size() * 2 + 1, u'\0');  // a byte never becomes more than two units
  const int32_t units =
      ucnv_toUChars(converter.get(), wide.data(), static_cast<int32_t>(wide.size()), bytes.data(),
                    static_cast<int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) return charset("bytes that are not GB18030");
  std::string text(static_cast<std::size_t>(units) * 3 + 1, '\0');
  int32_t size = 0;
  u_strToUTF8(text.data(), static_cast<int32_t>(text.size()), &size, wide.data(), units, &status);
  if (U_FAILURE(status)) return charset("half a surrogate pair");
  text.resize(static_cast<std::size_t>(size));
  return text;
}

/// U+FFFD, or a control character of C0 or C1 that no text needs.
bool has_foreign_character(std::string_view text) {
  if (text.find("\xef\xbf\xbd") != std::string_view::npos) return true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) return true;
    if (c == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

/// The prolog may say GBK or GB2312 where the bytes are GB18030; it may not contradict the envelope
/// otherwise.
bool prolog_agrees(const pugi::xml_document& document, Charset said) {
  std::string name;
  for (const pugi::xml_node node : document)
    if (node.type() == pugi::node_declaration) name = node.attribute("encoding").value();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; });
  if (said == Charset::utf8) return name.empty() || name == "UTF-8";
  return name == "GB18030" || name == "GBK" || name == "GB2312";
}

/// Reads the children of one element that may stand once and hold one text. What does not is
/// remembered in `odd`, for the whole message.
struct Elements {
  pugi::xml_node parent;
  bool& odd;

  /// The one child called `name`; an empty node when there is none.
  pugi::xml_node child(const char* name) const {
    const pugi::xml_node found = parent.child(name);
    if (found.next_sibling(name)) odd = true;
    return found;
  }
  std::string operator()(const char* name) const {
    const pugi::xml_node found = child(name);
    const pugi::xml_node text = found.first_child();
    if (text && (text.next_sibling() || !found.text())) odd = true;
    return found.text().get();
  }
};

DecHead read_head(const Elements& text) {
  return {.entry_id = text("EntryId"),
          .ie_flag = text("IEFlag"),
          .d_date = text("DDate"),
          .trade_co_scc = text("TradeCoScc"),
          .owner_code_scc = text("OwnerCodeScc"),
          .bill_no = text("BillNo"),
          .pack_no = text("PackNo"),
          .gross_wet = text("GrossWet")};
}

DecList read_list(const Elements& text) {
  return {.code_ts = text("CodeTS"),
          .g_name = text("GName"),
          .decl_total = text("DeclTotal"),
          .trade_curr = text("TradeCurr")};
}

Result<DecMessage> read_message(pugi::xml_node root) {
  bool odd = false;
  const Elements message_of{root, odd};
  const pugi::xml_node head = message_of.child("DecHead");
  if (!head) return schema("no DecHead");
  DecMessage message{.head = read_head({head, odd})};
  for (const pugi::xml_node list : message_of.child("DecLists").children("DecList"))
    message.lists.push_back(read_list({list, odd}));
  for (const pugi::xml_node box : message_of.child("DecContainers").children("Container"))
    message.containers.push_back({Elements{box, odd}("ContainerId")});
  if (const pugi::xml_node result = message_of.child("DecResult")) {
    const Elements text{result, odd};
    message.result = DecResult{.entry_id = text("EntryId"), .channel = text("Channel")};
  }
  if (odd) return schema("an element stands twice or holds more than one text");
  return message;
}

/// A member of an object along a path; "" when it is not there or no text.
std::string text_at(const Json& json, std::initializer_list<std::string_view> path) {
  const Json* at = &json;
  for (const std::string_view name : path)
    if (at != nullptr) at = at->find(name);
  const auto* text = at == nullptr ? nullptr : at->as_string();
  return text == nullptr ? std::string() : *text;
}

}  // namespace

Result<std::string> to_utf8(std::string_view bytes, Charset said) {
  Result<std::string> text = std::string(bytes);
  if (said == Charset::gb18030) {
    text = from_gb18030(bytes);
    if (!text) return text;
  } else if (!is_utf8(bytes)) {
    return charset("bytes that are not UTF-8");
  }
  if (text->starts_with("\xef\xbb\xbf")) text->erase(0, 3);
  if (has_foreign_character(*text)) return charset("a control or replacement character");
  return text;
}

Result<DecMessage> decode_declaration(std::string_view bytes, Charset said) {
  const auto text = to_utf8(bytes, said);
  if (!text) return text.error();
  pugi::xml_document document;
  const auto parsed = document.load_buffer(
      text->data(), text->size(),
      pugi::parse_default | pugi::parse_declaration | pugi::parse_doctype, pugi::encoding_utf8);
  if (!parsed) return schema("not XML");
  for (const pugi::xml_node node : document)
    if (node.type() == pugi::node_doctype) return schema("a document type");
  if (!prolog_agrees(document, said)) return charset("the prolog names another encoding");
  const pugi::xml_node root = document.document_element();
  if (std::string_view(root.name()) != "DecMessage") return schema("not a DecMessage");
  return read_message(root);
}

Result<Event> decode_event(std::string_view bytes, Charset said) {
  const auto text = to_utf8(bytes, said);
  if (!text) return text.error();
  const auto json = parse_json(*text);
  if (!json || json->as_object() == nullptr) return schema("not one JSON object");
  return Event{.event_id = text_at(*json, {"eventID"}),
               .event_type = text_at(*json, {"eventType"}),
               .event_classifier_code = text_at(*json, {"eventClassifierCode"}),
               .event_date_time = text_at(*json, {"eventDateTime"}),
               .equipment_event_type_code = text_at(*json, {"equipmentEventTypeCode"}),
               .transport_event_type_code = text_at(*json, {"transportEventTypeCode"}),
               .equipment_reference = text_at(*json, {"equipmentReference"}),
               .vessel_imo_number = text_at(*json, {"transportCall", "vessel", "vesselIMONumber"}),
               .export_voyage_number = text_at(*json, {"transportCall", "exportVoyageNumber"}),
               .transport_call_un_location = text_at(*json, {"transportCall", "UNLocationCode"}),
               .event_un_location = text_at(*json, {"eventLocation", "UNLocationCode"})};
}

Result<Page> decode_page(std::string_view body) {
  const auto json = parse_json(body, page_limits);
  if (!json) return schema("the node's answer is not JSON");
  auto page = from_json<Page>(*json);
  if (!page) return schema("the node's answer at " + page.error().at);
  return page;
}

}  // namespace tradelane::shanghai
