// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/structure/rules.h"

#include "tests/structure/source_text.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string_view>

namespace mandate::structure {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest = 600;
constexpr std::string_view licence = "// SPDX-License-Identifier: GPL-3.0-or-later";
constexpr std::string_view workspace = "models/workspace";

/// How much of Qt a folder may use.
enum class Qt { None, Core, Any };

struct Folder
{
    std::string_view name;
    std::vector<std::string_view> knows; ///< "views/*" stands for every page and part of the window
    Qt qt = Qt::None;
    bool knowsValues = false; ///< also the headers that the workspace's own face is made of
};

/// The table of ARCHITECTURE.md. A folder knows itself.
const std::vector<Folder> &folders()
{
    static const std::vector<Folder> table{
        {"models/base", {}},
        {"models/http_client", {"models/base"}},
        {"models/statistics", {"models/base"}},
        {"models/bag", {"models/base"}, Qt::Core},
        {"models/evidence", {"models/base"}},
        {"models/pact/cel", {"models/base"}},
        {"models/pact", {"models/base", "models/evidence", "models/pact/cel"}},
        {"models/pact/exports", {"models/base", "models/evidence", "models/pact", "models/pact/cel"}},
        {"models/pact/imports", {"models/base", "models/evidence", "models/pact", "models/pact/cel"}},
        {"models/pact/mining", {"models/base", "models/pact", "models/pact/cel"}},
        {"models/pact/redline", {"models/base", "models/evidence", "models/pact", "models/pact/cel"}},
        {"models/pact/rows", {"models/base", "models/pact", "models/pact/cel"}},
        {"models/store", {"models/base", "models/evidence", "models/pact"}},
        {"models/store/sqlite", {"models/base", "models/evidence", "models/pact", "models/store"}},
        {"models/query", {"models/base", "models/evidence", "models/pact", "models/store"}},
        {"models/sources", {"models/base", "models/evidence", "models/store"}},
        {"models/seals", {"models/base", "models/evidence", "models/sources"}},
        {"models/cases", {"models/base", "models/evidence", "models/pact", "models/people", "models/store"}, Qt::Core},
        {"models/timestamps", {"models/base", "models/evidence", "models/people"}},
        {"models/incidents", {"models/base", "models/cases", "models/evidence", "models/pact", "models/people", "models/store", "models/sources"}, Qt::Core},
        {"models/authorization",
         {"models/base", "models/evidence", "models/pact", "models/store", "models/sources", "models/incidents", "models/people"},
         Qt::Core},
        {"models/scope_policy",
         {"models/base", "models/evidence", "models/authorization", "models/pact", "models/pact/cel", "models/people"}},
        {"models/enforcement", {"models/base", "models/evidence", "models/http_client", "models/authorization", "models/pact", "models/people"}},
        {"models/metric_sources", {"models/base", "models/evidence", "models/http_client", "models/people"}},
        {"models/labels", {"models/base", "models/evidence", "models/people", "models/statistics"}},
        {"models/evaluations", {"models/base", "models/bag", "models/evidence", "models/people", "models/statistics"}},
        {"models/metrics",
         {"models/base", "models/statistics", "models/evidence", "models/pact", "models/store", "models/sources", "models/incidents", "models/authorization"},
         Qt::Core},
        {"models/people", {"models/base", "models/evidence", "models/store"}},
        {"models/keychain", {"models/base", "models/evidence", "models/people"}, Qt::Any},
        {"models/workspace",
         {"models/base", "models/evidence", "models/pact", "models/pact/cel", "models/pact/mining", "models/store", "models/sources", "models/seals",
          "models/incidents", "models/cases", "models/authorization", "models/enforcement", "models/http_client", "models/metrics", "models/metric_sources", "models/evaluations", "models/labels", "models/people", "models/query", "models/scope_policy",
          "models/statistics", "models/timestamps"},
         Qt::Core},
        {"models/report", {"models/base"}, Qt::Any},
        {"models/bundle",
         {"models/base", "models/bag", "models/evidence", "models/pact", "models/pact/exports", "models/store", "models/incidents", "models/authorization",
          "models/cases", "models/people", "models/report", "models/timestamps", workspace},
         Qt::Core,
         true},
        {"models/gateway/http", {"models/base"}},
        {"models/gateway", {"models/base", "models/evidence", "models/sources", "models/gateway/http", workspace}, Qt::None, true},
        {"models/drafts", {"models/base", "models/pact"}, Qt::Core},
        {"models/items", {"models/base", "models/statistics", "models/metrics", "models/metric_sources", "models/labels", "models/evaluations", "models/cases", "models/evidence", "models/query", "models/drafts", "models/pact/rows", "models/pact/mining", "models/pact/redline", "models/pact/exports", "models/report", "models/bundle", "models/gateway", workspace}, Qt::Any, true},
        {"views/*", {"models/items", "views/*"}, Qt::Any},
        {"app/console", {"models/base", "models/evidence", "models/keychain", "models/gateway", workspace, "models/items", "views/*"}, Qt::Any, true},
        {"app/cli",
         {"models/base", "models/cases", "models/evidence", "models/pact", "models/pact/cel", "models/drafts", "models/pact/exports", "models/pact/imports", "models/report",
          "models/pact/redline", "models/query", "models/keychain", "models/bag", "models/bundle", "models/gateway", "models/metrics", "models/metric_sources", "models/labels", "models/evaluations", "models/statistics", "models/timestamps", workspace},
         Qt::Core,
         true},
    };
    return table;
}

struct File
{
    std::string path; ///< below the root, with '/'
    std::string unit; ///< its folder as the table names it, but a folder of views by its own name; empty for tests
    SourceText text;
};

std::string parentOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

const Folder *folderNamed(std::string_view unit)
{
    const std::string_view wanted = unit.starts_with("views/") ? std::string_view("views/*") : unit;
    const auto found = std::find_if(folders().begin(), folders().end(), [wanted](const Folder &f) { return f.name == wanted; });
    return found == folders().end() ? nullptr : &*found;
}

/// The longest folder of the table that holds a path: models/pact/cel before models/pact.
std::string unitOf(const std::string &path)
{
    for (std::string folder = parentOf(path); !folder.empty(); folder = parentOf(folder)) {
        if (folder.starts_with("views/") && folder.find('/', 6) != std::string::npos)
            continue; // a folder inside a page is the page's
        if (folderNamed(folder) != nullptr)
            return folder;
    }
    return {};
}

bool isQtHeader(std::string_view name)
{
    if (name.starts_with("Qt"))
        return true;
    if (name.size() > 1 && name[0] == 'Q' && name[1] >= 'A' && name[1] <= 'Z')
        return true;
    return name.size() > 3 && name[0] == 'q' && name.ends_with(".h");
}

bool isCoreHeader(const std::string &name, const fs::path &qtHeaders)
{
    for (const char *module : {"QtCore", "QtConcurrent"}) {
        const std::string prefix = std::string(module) + "/";
        if (name.starts_with(prefix) || (name.find('/') == std::string::npos && fs::exists(qtHeaders / module / name)))
            return true;
    }
    return false;
}

bool isGenerated(std::string_view name)
{
    return name.ends_with(".moc") || name.starts_with("moc_") || name.starts_with("ui_");
}

class Check
{
public:
    Check(const fs::path &root, fs::path qtHeaders) : m_root(root), m_qtHeaders(std::move(qtHeaders))
    {
        for (const char *top : {"models", "views", "app", "tests"})
            readFiles(root / top);
        std::sort(m_files.begin(), m_files.end(), [](const File &a, const File &b) { return a.path < b.path; });
        for (const File &file : m_files)
            m_byPath.emplace(file.path, &file);
        findValueHeaders();
    }

    std::vector<Violation> run()
    {
        for (const File &file : m_files) {
            checkForm(file);
            if (file.path.starts_with("tests/"))
                continue;
            if (file.unit.empty()) {
                report("folder", file, 1, "its folder is not in the table of ARCHITECTURE.md and tests/structure/rules.cpp");
                continue;
            }
            for (const Include &include : file.text.includes)
                checkInclude(file, include);
            checkEngines(file);
            checkSql(file);
        }
        checkCycles();
        return std::move(m_violations);
    }

private:
    void report(std::string rule, const File &file, std::size_t line, std::string reason)
    {
        m_violations.push_back({std::move(rule), file.path, line, std::move(reason)});
    }

    void readFiles(const fs::path &top)
    {
        if (!fs::exists(top))
            return;
        for (const fs::directory_entry &entry : fs::recursive_directory_iterator(top)) {
            const std::string suffix = entry.path().extension().string();
            if (!entry.is_regular_file() || (suffix != ".h" && suffix != ".cpp"))
                continue;
            std::ifstream stream(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
            File file{fs::relative(entry.path(), m_root).generic_string(), {}, readSource(bytes)};
            if (!file.path.starts_with("tests/"))
                file.unit = unitOf(file.path);
            m_files.push_back(std::move(file));
        }
    }

    /// The file of the tree that an include means; nothing for headers from elsewhere.
    [[nodiscard]] std::optional<std::string> resolve(const File &file, const Include &include) const
    {
        if (include.quoted) {
            const std::string beside = (fs::path(parentOf(file.path)) / include.name).lexically_normal().generic_string();
            if (m_byPath.contains(beside))
                return beside;
        }
        const std::string fromRoot = fs::path(include.name).lexically_normal().generic_string();
        return m_byPath.contains(fromRoot) ? std::optional(fromRoot) : std::nullopt;
    }

    /// What the workspace's own headers include, and these in turn: the values that its face speaks in.
    void findValueHeaders()
    {
        std::vector<const File *> open;
        for (const File &file : m_files) {
            if (file.unit == workspace && file.path.ends_with(".h"))
                open.push_back(&file);
        }
        while (!open.empty()) {
            const File *file = open.back();
            open.pop_back();
            for (const Include &include : file->text.includes) {
                const std::optional<std::string> target = resolve(*file, include);
                if (target && m_values.insert(*target).second)
                    open.push_back(m_byPath.at(*target));
            }
        }
    }

    void checkForm(const File &file)
    {
        if (file.text.firstLine != licence)
            report("licence", file, 1, "the first line must be \"" + std::string(licence) + "\"");
        if (file.path.ends_with(".h") && !file.text.hasPragmaOnce)
            report("once", file, 1, "a header needs #pragma once");
        if (file.text.lines > longest)
            report("length", file, longest + 1,
                   std::to_string(file.text.lines) + " lines are more than " + std::to_string(longest) + ": look for the second thing in it");
    }

    void checkInclude(const File &file, const Include &include)
    {
        if (const std::optional<std::string> target = resolve(file, include)) {
            checkArrow(file, include, *target);
            return;
        }
        if (isGenerated(include.name))
            return;
        const Folder &folder = *folderNamed(file.unit);
        if (isQtHeader(include.name)) {
            if (folder.qt == Qt::None)
                report("qt", file, include.line, file.unit + " uses no Qt, but includes " + include.name);
            else if (folder.qt == Qt::Core && !isCoreHeader(include.name, m_qtHeaders))
                report("gui", file, include.line, file.unit + " may use Qt Core and Concurrent only, but includes " + include.name);
        } else if (include.quoted && fs::path(include.name).has_extension()) {
            report("include", file, include.line, "\"" + include.name + "\" is no file of the tree; headers from elsewhere stand in <>");
        }
    }

    void checkArrow(const File &file, const Include &include, const std::string &target)
    {
        const std::string unit = unitOf(target);
        if (unit == file.unit)
            return;
        if (unit.empty()) {
            report("arrow", file, include.line, file.unit + " may not know " + target);
            return;
        }
        m_edges[file.unit].emplace(unit, file.path + " includes " + target);
        const Folder &folder = *folderNamed(file.unit);
        const std::string_view wanted = folderNamed(unit)->name;
        const bool knows = std::find(folder.knows.begin(), folder.knows.end(), wanted) != folder.knows.end();
        if (!knows && !(folder.knowsValues && m_values.contains(target)))
            report("arrow", file, include.line, file.unit + " may not know " + target);
    }

    void checkEngines(const File &file)
    {
        struct Engine
        {
            const char *names;
            std::string_view home;
        };
        static const std::array<Engine, 3> engines{
            {{R"(\bsqlite3\w*)", "models/store/sqlite"}, {R"(\b(libpq|PQ[a-z])\w*)", "models/store"}, {R"(\bQSql\w*)", "models/store"}}};
        for (const Engine &engine : engines) {
            if (file.path.starts_with(std::string(engine.home) + "/"))
                continue;
            const std::regex names(engine.names);
            for (const Include &include : file.text.includes) {
                if (std::regex_search(include.name, names))
                    report("engine", file, include.line, include.name + " belongs in " + std::string(engine.home));
            }
            std::smatch match;
            if (std::regex_search(file.text.code, match, names)) {
                const auto line = std::count(match.prefix().first, match.prefix().second, '\n') + 1;
                report("engine", file, static_cast<std::size_t>(line), match.str() + " belongs in " + std::string(engine.home));
            }
        }
    }

    /// Statements in capitals wherever they stand in a constant; in small letters only where the constant begins with one, so that a sentence
    /// for people is none.
    void checkSql(const File &file)
    {
        if (file.unit == "models/store/sqlite")
            return;
        static const std::regex statement(
            R"(\b(SELECT\b[^]*\bFROM\b|INSERT (OR \w+ )?INTO\b|UPDATE \w+ SET\b|DELETE FROM\b|(CREATE|DROP|ALTER) (TEMP |UNIQUE |VIRTUAL )?(TABLE|INDEX|VIEW|TRIGGER)\b|BEGIN (IMMEDIATE|EXCLUSIVE|TRANSACTION)\b|PRAGMA \w+))"
            R"(|^\s*(select\b[^]*\bfrom\b|insert (or \w+ )?into\b|update \w+ set\b|delete from\b|(create|drop|alter) (temp |unique |virtual )?(table|index|view|trigger)\b|pragma \w+))");
        static const std::regex dialect(
            R"(\b(PRAGMA|WITHOUT ROWID|fts5|FTS5|sqlite_\w+|INSERT OR (IGNORE|REPLACE|ABORT|FAIL|ROLLBACK)|BEGIN (IMMEDIATE|EXCLUSIVE))\b)");
        const bool inStore = file.unit == "models/store";
        for (const TextConstant &constant : file.text.constants) {
            if (std::regex_search(constant.text, inStore ? dialect : statement))
                report("sql", file, constant.line, inStore ? "an engine's own SQL belongs in models/store/sqlite" : "SQL belongs in models/store");
        }
    }

    /// Follows the arrows that are there, whether allowed or not.
    void checkCycles()
    {
        std::set<std::string> done;
        for (const auto &edge : m_edges) {
            std::vector<std::string> path;
            visit(edge.first, path, done);
        }
    }

    void visit(const std::string &unit, std::vector<std::string> &path, std::set<std::string> &done)
    {
        const auto seen = std::find(path.begin(), path.end(), unit);
        if (seen != path.end()) {
            std::string reason = "folders know each other in a circle:";
            for (auto at = seen; at != path.end(); ++at) {
                const std::string &next = std::next(at) == path.end() ? unit : *std::next(at);
                reason += " " + m_edges[*at][next] + ";";
            }
            reason.back() = '.';
            m_violations.push_back({"cycle", unit, 0, reason});
            return;
        }
        if (done.contains(unit))
            return;
        path.push_back(unit);
        for (const auto &[next, example] : m_edges[unit])
            visit(next, path, done);
        path.pop_back();
        done.insert(unit);
    }

    fs::path m_root;
    fs::path m_qtHeaders;
    std::vector<File> m_files;
    std::map<std::string, const File *> m_byPath;
    std::set<std::string> m_values;
    std::map<std::string, std::map<std::string, std::string>> m_edges; ///< from folder, to folder, an include that makes the arrow
    std::vector<Violation> m_violations;
};

} // namespace

std::string describe(const Violation &violation)
{
    const std::string line = violation.line == 0 ? std::string() : ":" + std::to_string(violation.line);
    return violation.file + line + ": " + violation.reason + " [" + violation.rule + "]";
}

std::vector<Violation> checkTree(const fs::path &root, const fs::path &qtHeaders)
{
    return Check(root, qtHeaders).run();
}

} // namespace mandate::structure
