// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void loadTranslationResources()
{
    Q_INIT_RESOURCE(translations);
}

namespace mandate {

void installTranslations()
{
    loadTranslationResources();
    const auto install = [](auto load) {
        auto *translator = new QTranslator(QCoreApplication::instance());
        if (load(*translator))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    };
    install([](QTranslator &t) { return t.load(QStringLiteral(":/i18n/mandate_en.qm")); });
    install([](QTranslator &t) {
        return t.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    });
    if (QLocale().language() != QLocale::English)
        install([](QTranslator &t) { return t.load(QLocale(), QStringLiteral("mandate"), QStringLiteral("_"), QStringLiteral(":/i18n")); });
}

} // namespace mandate
