# Reads a formula as Homebrew does, as far as its downloads go: a line for each system.

class Formula
  class << self
    def desc(_) = nil
    def homepage(_) = nil
    def version(_) = nil
    def license(_) = nil
    def test = nil
    def on_macos = (yield if SYSTEM.include?("macos"))
    def on_linux = (yield if SYSTEM.include?("linux"))
    def on_arm = (yield if SYSTEM.include?("arm"))
    def on_intel = (yield if SYSTEM.include?("intel"))
    def url(url) = FOUND.push(url)
    def sha256(sum) = FOUND.push(sum)
  end
end

%w[macos linux].product(%w[arm intel]).each do |system|
  SYSTEM = system
  FOUND = []
  load ARGV[0]
  puts [*system, *FOUND].join(" ")
  %i[SYSTEM FOUND Ferry].each { |name| Object.send(:remove_const, name) }
end
