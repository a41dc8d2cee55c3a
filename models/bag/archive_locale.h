// SPDX-License-Identifier: GPL-3.0-or-later
// libarchive converts names by the thread's locale. This makes it UTF-8 while it lives, whatever the program's locale is.
#pragma once

#include <locale.h>

namespace mandate {

class ArchiveLocale
{
public:
    ArchiveLocale() : m_mine(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), m_before(m_mine ? ::uselocale(m_mine) : nullptr) {}
    ~ArchiveLocale()
    {
        if (!m_mine)
            return;
        ::uselocale(m_before);
        ::freelocale(m_mine);
    }
    ArchiveLocale(const ArchiveLocale &) = delete;
    ArchiveLocale &operator=(const ArchiveLocale &) = delete;

private:
    locale_t m_mine;
    locale_t m_before;
};

} // namespace mandate
