// SPDX-License-Identifier: GPL-3.0-or-later
// The Markdown of a pact as the pages of a PDF: A4, numbered, dark on white whatever the theme. Knows nothing of pacts.
#pragma once

#include <string>
#include <string_view>

namespace mandate {

/// The bytes of the file; HTML in the text stays text. Where the process has no application object, one is made on Qt's offscreen platform for
/// the time this takes: text cannot be laid out without.
[[nodiscard]] std::string pdfOf(std::string_view markdown, std::string_view title);

} // namespace mandate
