// SPDX-License-Identifier: GPL-3.0-or-later
// CloudTrail's digest files: each names log files with their SHA-256 and is signed by RSA; the next one names it and holds its signature. Told apart are
// digest files (do their signatures hold, and the links between them) and the log files that they name.
// What is signed: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html; that "null" stands for the
// signature before the first digest file is from the AWS CLI (awscli/customizations/cloudtrail/validation.py).
#pragma once

#include "models/base/json_reader.h"
#include "models/seals/seal.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// "digestEndTime\ndigestS3Bucket/digestS3Object\nSHA-256 of the file\npreviousDigestSignature".
[[nodiscard]] std::string cloudTrailStringToSign(std::string_view endTime, std::string_view bucket, std::string_view object, const Digest &file,
                                                 std::optional<std::string_view> previousSignature);

class CloudTrailDigests
{
public:
    /// A digest file, or the metadata of one as "aws s3api head-object" prints it into a file of the digest file's name with ".head.json" added. `source` is
    /// what its record cites. False when it is neither.
    bool addFile(const std::string &source, std::string_view bytes, JsonReader &reader);
    /// A log file that was imported. No digest where its exact bytes are not here as a whole.
    void addLog(const std::string &source, const std::optional<Digest> &digest);

    /// With all files added. `keysOf` gives the keys that are trusted for a source.
    void check(const std::function<std::vector<TrustedKey>(const std::string &source)> &keysOf);
    /// Of a source that was added: of each record in it.
    [[nodiscard]] Seal sealOf(const std::string &source) const;
    /// What is named and not here, and what goes unnamed, in sentences.
    [[nodiscard]] const std::vector<std::string> &gapsOf(const std::string &digestSource) const;

private:
    struct LogName
    {
        std::string object;
        std::string hash;
    };
    struct File
    {
        std::string object, bucket, endTime, fingerprint, algorithm;
        std::string previousObject, previousHash;
        std::optional<std::string> previousSignature;
        std::vector<LogName> logs;
        Digest digest;
        Seal seal;
        std::vector<std::string> gaps;
    };
    struct Log
    {
        std::optional<Digest> digest;
        Seal seal{SealState::NotSealed, SealKind::None, {}, "No digest file that was imported names it."};
    };

    /// Hexadecimal, as given.
    [[nodiscard]] std::vector<std::string> signaturesOf(const std::string &source, const File &file) const;
    [[nodiscard]] Seal checkSignature(const std::string &source, const File &file, std::span<const TrustedKey> keys) const;
    void checkLinks();
    void checkLogs(File &file);

    std::map<std::string, File> m_files;       ///< by source
    std::map<std::string, std::string> m_heads; ///< signatures, by the source they are of
    std::map<std::string, Log> m_logs;         ///< by source

    // Made by check():
    std::multimap<std::string, File *> m_byObject;
    std::multimap<std::string, const File *> m_byPrevious; ///< digest files by the object before them
    std::map<std::string, Log *> m_logsByHash;
    std::map<std::string, Log *> m_logsByName;
};

} // namespace mandate
