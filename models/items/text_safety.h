// SPDX-License-Identifier: GPL-3.0-or-later
// Makes text from outside safe to read: every invisible, bidirectional or control character is shown as ⟦U+202E⟧. The only way in which
// untrusted text reaches a widget. Does not shorten meaning silently: what is cut off is said.
#pragma once

#include <QString>

#include <string_view>

namespace mandate {

/// The characters as they are: for comparing, linking and filtering, never for showing.
[[nodiscard]] inline QString toText(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

/// Text of many lines; line ends and tabs stay, everything else that cannot be seen is named. Linear in time.
[[nodiscard]] QString visibleText(QStringView untrusted);
[[nodiscard]] QString visibleText(std::string_view utf8);

/// One line for a cell or a sentence: line ends become ↵, at most `limit` characters, then "…".
[[nodiscard]] QString visibleLine(QStringView untrusted, qsizetype limit = 300);
[[nodiscard]] QString visibleLine(std::string_view utf8, qsizetype limit = 300);

/// A tooltip guesses whether its text is mark-up; this one never is, whatever is in it.
[[nodiscard]] QString plainToolTip(const QString &shown);

/// Wraps an id or a digest in U+2068…U+2069 so that it keeps its order in right-to-left text. For our own sentences only, after
/// visibleLine().
[[nodiscard]] QString isolated(const QString &id);

} // namespace mandate
