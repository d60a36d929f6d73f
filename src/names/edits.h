// How far apart two words are, by what people and machines do to names: transliteration, doubling, keys, recognition of print.
#pragma once

#include <cstdint>
#include <string_view>

namespace rf::names {

/// Weighted Damerau-Levenshtein distance of words in a-z0-9: 1 for a letter that has nothing to do with the other, less where
/// transliteration (c/k, i/y, v/w, vowels), doubling, neighbouring keys or print (0/o, 1/l) explain it. Above `limit` it gives
/// limit + 1. Letters and digits are never alike. O(length²), words over 64 letters are far apart.
double edit_cost(std::string_view a, std::string_view b, double limit);
/// The same where too_far has said no already.
double edit_cost_of_near(std::string_view a, std::string_view b, double limit);

/// The letters and digits a word has, a bit each.
std::uint64_t letters_of(std::string_view word);
/// True only where words of these letters are further apart than `limit` by edit_cost. A few instructions a letter.
/// Whether long words begin in so different a way that they are no spellings of one: aviastroitelnaya, sudostroitelnaya.
bool other_front(std::string_view a, std::string_view b);
/// Whether the word is syllables of Mandarin as Pinyin writes them, two and more: there a letter more is another syllable.
bool is_pinyin(std::string_view word);

bool too_far(std::uint64_t letters_of_a, std::uint64_t letters_of_b, double limit);

/// Hash of a word's consonants as every transliteration keeps them: "abdelrazik" and "abdalrazzeq" have one skeleton.
/// 0 where fewer than three sounds are left.
std::uint64_t skeleton(std::string_view word);

/// Hash of a word with one letter for what transliterations write in several ways (oo and u, ck and k, w and v); vowels stay.
std::uint64_t sounded(std::string_view word);

/// Whether `s` shortens `word`: a beginning of three letters and more, or its first letter and its consonants in order ("srvcs").
bool abbreviates(std::string_view s, std::string_view word);

}  // namespace rf::names
